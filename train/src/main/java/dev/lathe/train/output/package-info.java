/// What a run leaves behind: the output directory that appears whole or not at all, and the files in it that are not weights.
///
/// Knows data files and reports, no tensors; the training loop writes through it, the command line opens it.
///
/// Start with [dev.lathe.train.output.OutputDirectory].
@NullMarked
package dev.lathe.train.output;

import org.jspecify.annotations.NullMarked;
