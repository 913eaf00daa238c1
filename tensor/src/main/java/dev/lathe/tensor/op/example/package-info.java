/// Norms of what single examples give a parameter, without their gradients: for the rules of ops that have parameters.
@NullMarked
package dev.lathe.tensor.op.example;

import org.jspecify.annotations.NullMarked;
