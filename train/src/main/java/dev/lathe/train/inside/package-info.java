/// The inside of a model, measured: what its layers hold and attend to, how alike they are, how far training has moved them, and what
/// the loss is around its weights.
///
/// Start with `LayerStates` and `LossAround`. What is seen on the way comes from `Recorder`; `docs/inside.md` has the formulas.
@NullMarked
package dev.lathe.train.inside;

import org.jspecify.annotations.NullMarked;
