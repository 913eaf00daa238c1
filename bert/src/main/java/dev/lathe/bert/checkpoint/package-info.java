/// Files that hold weights: safetensors (read and written), PyTorch, TensorFlow and ONNX (read), all treated as hostile
/// until read.
///
/// Start with [Checkpoint]; [WeightFiles] opens that of a directory, [SafetensorsWriter] writes one. Nothing here
/// knows what a BERT is beyond the names of its parameters, in `ParameterNames`. No code in a file is ever run. A file that is
/// broken gives one [CheckpointException] that names file, tensor and mismatch, after bounded memory and time; trouble with
/// the disk stays an [java.io.IOException].
@NullMarked
package dev.lathe.bert.checkpoint;

import org.jspecify.annotations.NullMarked;
