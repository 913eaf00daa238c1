/// The weights of a run: which of them train, those of the best evaluation, and the files that they and their moments are kept in.
@NullMarked
package dev.lathe.train.run.weights;

import org.jspecify.annotations.NullMarked;
