/// Fine-tuning: data sets, packed batches, the training loop, metrics and reports.
///
/// Start with `FineTuning`.
@NullMarked
package dev.lathe.train;

import org.jspecify.annotations.NullMarked;
