/// How much a training on sampled batches tells of one of its examples: accountants, and the noise that keeps a budget. Pure
/// arithmetic that knows no model; docs/privacy.md has the formulas. Start with `Accountant`.
@NullMarked
package dev.lathe.train.privacy;

import org.jspecify.annotations.NullMarked;
