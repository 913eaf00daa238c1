/// Optimisers over groups of parameters, learning-rate schedules and gradient clipping.
///
/// Start with `Optimizer`, then `AdamW`; `ParameterGroup` says which parameters are decayed and how fast each moves.
@NullMarked
package dev.lathe.optim;

import org.jspecify.annotations.NullMarked;
