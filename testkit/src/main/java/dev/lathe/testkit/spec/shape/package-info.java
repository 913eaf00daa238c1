/// Specs of the ops that rearrange.
@NullMarked
package dev.lathe.testkit.spec.shape;

import org.jspecify.annotations.NullMarked;
