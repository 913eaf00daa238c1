/// The data of every task, read whole, checked row by row, hashed on the way: rows of JSONL, CSV and TSV, CoNLL, SQuAD.
///
/// Knows nothing of models or tensors; the training loop and the command line use it. Any bad row stops the reading with a
/// [dev.lathe.train.data.rows.DataException] that names file, line and reason.
///
/// Start with [dev.lathe.train.data.text.TextDataset] and [dev.lathe.train.data.labels.LabelSet]; the other tasks' readers
/// ([dev.lathe.train.data.tags.TaggedSentences], [dev.lathe.train.data.question.Questions], [dev.lathe.train.data.MultipleChoices], …) give a
/// [dev.lathe.train.data.Dataset].
@NullMarked
package dev.lathe.train.data;

import org.jspecify.annotations.NullMarked;

