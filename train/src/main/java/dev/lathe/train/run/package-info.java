/// A fine-tuning from files to a finished directory: its inputs, checkpoints, resumption and results; and the list of all tasks.
///
/// Start with `FineTuning`; `ModelEvaluation` tells how good a finished model is, `Tasks` what can be learnt.
@NullMarked
package dev.lathe.train.run;

import dev.lathe.train.run.model.ModelEvaluation;
import org.jspecify.annotations.NullMarked;
