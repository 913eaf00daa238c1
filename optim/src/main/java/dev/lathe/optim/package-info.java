/// AdamW, learning-rate schedules and gradient clipping.
///
/// Start with `AdamW`.
@NullMarked
package dev.lathe.optim;

import org.jspecify.annotations.NullMarked;
