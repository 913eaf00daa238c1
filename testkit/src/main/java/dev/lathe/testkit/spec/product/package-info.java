/// Specs of matrix products and attention.
@NullMarked
package dev.lathe.testkit.spec.product;

import org.jspecify.annotations.NullMarked;
