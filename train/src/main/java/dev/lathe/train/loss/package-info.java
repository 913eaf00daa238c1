/// Losses for data in which labels are rare, wrong or uncertain. Start with `LossOptions`; docs/robust-training.md has the formulas.
@NullMarked
package dev.lathe.train.loss;

import org.jspecify.annotations.NullMarked;
