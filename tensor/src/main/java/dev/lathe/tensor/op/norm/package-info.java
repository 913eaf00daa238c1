/// Ops that set the elements of a row in proportion to each other: softmax, layer normalisation, unit length.
@NullMarked
package dev.lathe.tensor.op.norm;

import org.jspecify.annotations.NullMarked;
