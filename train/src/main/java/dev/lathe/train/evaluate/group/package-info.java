/// How a classifier does in each group of the people that texts are of or about, and how far the groups are apart.
///
/// Start with `GroupReport`; docs/fairness.md has the formulas.
@NullMarked
package dev.lathe.train.evaluate.group;

import org.jspecify.annotations.NullMarked;
