/// Specs of the ops that work on each element.
@NullMarked
package dev.lathe.testkit.spec.elementwise;

import org.jspecify.annotations.NullMarked;
