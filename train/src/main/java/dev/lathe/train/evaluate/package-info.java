/// How good the predictions are: the scores of every task, how far chance may have moved them, and the log of a run.
///
/// Works on class ids, names, tags and numbers alone, no tensors; the training loop, the command line and users' own evaluations
/// may use it. Reports have `toText` for people and `writeFields` for JSON.
///
/// Start with `Evaluation` and [ClassificationReport]; for tags see [EntityReport], for intervals [Bootstrap].
@NullMarked
package dev.lathe.train.evaluate;

import dev.lathe.train.evaluate.score.Bootstrap;
import org.jspecify.annotations.NullMarked;

