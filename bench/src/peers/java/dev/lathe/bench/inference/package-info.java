/// Finished models in use, beside ONNX Runtime: sentences to vectors, whole files to vectors, the first vector after a start.
///
/// Compiled only with the Maven profile `peers`. Start with [dev.lathe.bench.inference.InferenceBenchmark]; `bench/peers.sh`
/// starts all programs here.
@NullMarked
package dev.lathe.bench.inference;

import org.jspecify.annotations.NullMarked;
