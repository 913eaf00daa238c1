/// What a training does so that a classifier treats groups alike: weights before it, a penalty or an adversary during it, thresholds after it.
///
/// Start with `FairnessOptions`; docs/fairness.md has the formulas.
@NullMarked
package dev.lathe.train.fairness;

import org.jspecify.annotations.NullMarked;
