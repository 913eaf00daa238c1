/// Labelled text from JSONL, CSV and TSV files: read whole, checked row by row, hashed on the way.
///
/// Knows nothing of models or tensors; the training loop and the command line use it. Any bad row stops the reading with a
/// [dev.lathe.train.data.DataException] that names file, line and reason.
///
/// Start with [dev.lathe.train.data.TextDataset], then [dev.lathe.train.data.LabelSet].
@NullMarked
package dev.lathe.train.data;

import org.jspecify.annotations.NullMarked;
