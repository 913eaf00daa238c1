/// Ops that end in one number to be made small.
@NullMarked
package dev.lathe.tensor.op.loss;

import org.jspecify.annotations.NullMarked;
