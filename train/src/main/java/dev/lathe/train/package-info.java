/// Fine-tuning: tasks, packed batches by seed, the training loop, evaluation, and what a run leaves behind.
///
/// Start with `FineTuning`; `Task` is what can be learnt, `Trainer` the loop that knows no task. Data, metrics and output are
/// in the packages below.
@NullMarked
package dev.lathe.train;

import org.jspecify.annotations.NullMarked;
