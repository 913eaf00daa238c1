/// Several finished models that answer together, by the mean of their probabilities.
///
/// Start with `ClassifierEnsemble` for texts and `TaggerEnsemble` for entities.
@NullMarked
package dev.lathe.bert.predict.ensemble;

import org.jspecify.annotations.NullMarked;
