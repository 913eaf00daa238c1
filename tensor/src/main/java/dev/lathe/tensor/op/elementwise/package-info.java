/// Ops that work on each element: arithmetic with broadcasting, activations, dropout.
@NullMarked
package dev.lathe.tensor.op.elementwise;

import org.jspecify.annotations.NullMarked;
