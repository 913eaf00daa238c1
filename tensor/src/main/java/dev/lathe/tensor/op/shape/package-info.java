/// Ops that choose, join and rearrange elements without computing with them.
@NullMarked
package dev.lathe.tensor.op.shape;

import org.jspecify.annotations.NullMarked;
