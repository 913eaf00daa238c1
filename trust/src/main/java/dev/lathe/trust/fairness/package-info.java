/// What a model's vectors associate with groups of people, whatever it will be used for.
///
/// Start with `Association`; docs/fairness.md has the formulas.
@NullMarked
package dev.lathe.trust.fairness;

import org.jspecify.annotations.NullMarked;
