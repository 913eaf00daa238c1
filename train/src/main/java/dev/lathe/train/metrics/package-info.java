/// How good the predictions are: the confusion matrix, the classification report, and the log of a run.
///
/// Works on class ids and names alone, no tensors; the training loop, the command line and users' own evaluations may use it.
///
/// Start with [dev.lathe.train.metrics.ClassificationReport].
@NullMarked
package dev.lathe.train.metrics;

import org.jspecify.annotations.NullMarked;
