/// Rows of data files, whatever they are rows of: JSONL, CSV and TSV, their columns, encodings and lines.
///
/// A bad row stops the reading with a `DataException` that names file, line and reason. Start with `Rows` and `DataRow`.
@NullMarked
package dev.lathe.train.data.rows;

import org.jspecify.annotations.NullMarked;
