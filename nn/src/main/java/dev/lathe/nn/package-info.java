/// Layers: parameters and calls of ops, no loops of their own.
///
/// A layer is made in a `ModelScope`, which names its parameters after their place in the model. Start with
/// `Linear`.
@NullMarked
package dev.lathe.nn;

import org.jspecify.annotations.NullMarked;
