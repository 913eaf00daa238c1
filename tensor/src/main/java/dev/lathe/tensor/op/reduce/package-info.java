/// Ops that make one element of many: sums, means and maxima over all elements, an axis or the tokens of a text.
@NullMarked
package dev.lathe.tensor.op.reduce;

import org.jspecify.annotations.NullMarked;
