/// Looks inside a training: what its steps do to each layer. Start with `LayerWatch`.
@NullMarked
package dev.lathe.train.watch;

import org.jspecify.annotations.NullMarked;
