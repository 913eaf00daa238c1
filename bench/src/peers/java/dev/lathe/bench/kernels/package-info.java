/// Single kernels beside OpenBLAS, oneDNN and plain copying, in turns.
///
/// Compiled only with the Maven profile `peers`. Three programs, started by `bench/kernels.sh`:
/// [dev.lathe.bench.kernels.MatrixProducts] for the products of a training step and of short texts,
/// [dev.lathe.bench.kernels.Attention] for the products inside attention and the whole of it, and
/// [dev.lathe.bench.kernels.MovedBytes] for kernels whose roof is memory. Start reading with
/// [dev.lathe.bench.kernels.KernelCall] and `KernelTurns`. Natives are called through `java.lang.foreign`, as a C
/// program would call them.
@NullMarked
package dev.lathe.bench.kernels;

import org.jspecify.annotations.NullMarked;
