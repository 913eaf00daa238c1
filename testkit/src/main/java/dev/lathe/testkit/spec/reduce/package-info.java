/// Specs of sums, means and maxima.
@NullMarked
package dev.lathe.testkit.spec.reduce;

import org.jspecify.annotations.NullMarked;
