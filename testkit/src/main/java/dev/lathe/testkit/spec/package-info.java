/// One spec for each op, and `AllSpecs`, which lists them.
///
/// For tests of backends. Start with `LayerNormSpec`.
@NullMarked
package dev.lathe.testkit.spec;

import org.jspecify.annotations.NullMarked;
