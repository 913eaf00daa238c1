/// Search for good settings of a training: spaces of settings, methods that propose the next one, and a journal from which a killed
/// search goes on.
///
/// Start with `Search`; `FineTuningTrials` trains what is proposed, `SearchTable` and `SearchPlot` tell what was found.
@NullMarked
package dev.lathe.train.tune;

import org.jspecify.annotations.NullMarked;
