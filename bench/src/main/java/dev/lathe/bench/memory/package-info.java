/// Kernels whose roof is memory: their inputs, their results in double precision, and the bytes they must move.
///
/// Start with [dev.lathe.bench.memory.MemoryBound], the list of them.
@NullMarked
package dev.lathe.bench.memory;

import org.jspecify.annotations.NullMarked;
