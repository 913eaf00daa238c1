/// What several specs make their samples of.
@NullMarked
package dev.lathe.testkit.spec.sample;

import org.jspecify.annotations.NullMarked;
