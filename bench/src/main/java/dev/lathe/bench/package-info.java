/// JMH benchmarks of the kernels and of whole training steps. Nobody depends on this module.
@NullMarked
package dev.lathe.bench;

import org.jspecify.annotations.NullMarked;
