/// Specs of the losses.
@NullMarked
package dev.lathe.testkit.spec.loss;

import org.jspecify.annotations.NullMarked;
