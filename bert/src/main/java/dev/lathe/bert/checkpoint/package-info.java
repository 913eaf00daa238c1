/// Tensors that lie in files, whatever the format: their names, types and places, read in parts.
///
/// Start with [Checkpoint]; a package below each knows one format, [dev.lathe.bert.checkpoint.file] what all have in common. Nothing here
/// knows what a BERT is beyond the names of its parameters, in `ParameterNames`. No code in a file is ever run. A file that is
/// broken gives one [CheckpointException] that names file, tensor and mismatch, after bounded memory and time; trouble with
/// the disk stays an [java.io.IOException].
@NullMarked
package dev.lathe.bert.checkpoint;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import org.jspecify.annotations.NullMarked;
