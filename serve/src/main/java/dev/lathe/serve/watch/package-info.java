/// Whether what is served is as it was: shares of labels, drift against the training, and alerts.
///
/// Start with `Watch`, which hears of every answer; `AlertRules` is the file of rules, `AlertLoop` holds them against what `Watch` knows.
@NullMarked
package dev.lathe.serve.watch;

import org.jspecify.annotations.NullMarked;
