/// Fine-tuning: packed batches by seed, the training loop, evaluation, and what a run leaves behind.
///
/// Start with `FineTuning`; data, metrics and output are in the packages below.
@NullMarked
package dev.lathe.train;

import org.jspecify.annotations.NullMarked;
