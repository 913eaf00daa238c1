/// How good the predictions are: the scores of every task, how far chance may have moved them, and the log of a run.
///
/// Works on class ids, names, tags and numbers alone, no tensors; the training loop, the command line and users' own evaluations
/// may use it. Reports have `toText` for people and `writeFields` for JSON.
///
/// Start with [dev.lathe.train.metrics.ClassificationReport]; for tags see [dev.lathe.train.metrics.EntityReport], for intervals
/// [dev.lathe.train.metrics.Bootstrap].
@NullMarked
package dev.lathe.train.metrics;

import org.jspecify.annotations.NullMarked;
