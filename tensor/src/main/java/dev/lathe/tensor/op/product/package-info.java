/// Ops that are matrix products, and attention, which is two of them.
@NullMarked
package dev.lathe.tensor.op.product;

import org.jspecify.annotations.NullMarked;
