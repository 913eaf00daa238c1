/// Layers: parameters and calls of ops, no loops of their own.
///
/// Start with `Linear`.
@NullMarked
package dev.lathe.nn;

import org.jspecify.annotations.NullMarked;
