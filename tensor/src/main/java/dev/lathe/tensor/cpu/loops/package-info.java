/// The innermost loops of the CPU's kernels, each in plain Java and in vectors with the same bits, and the change from one to the other.
///
/// The only place that touches `jdk.incubator.vector`. Start with `Loops`.
@NullMarked
package dev.lathe.tensor.cpu.loops;

import org.jspecify.annotations.NullMarked;
