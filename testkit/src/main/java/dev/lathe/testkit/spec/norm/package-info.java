/// Specs of softmax and the normalisations.
@NullMarked
package dev.lathe.testkit.spec.norm;

import org.jspecify.annotations.NullMarked;
