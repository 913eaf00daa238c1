/// The tokenizer beside the native one: throughput on the same texts, outputs compared first, and loading.
///
/// Compiled only with the Maven profile `peers`. Start with
/// [dev.lathe.bench.tokenizer.TokenizerBenchmark]; `bench/tokenizer.sh` starts it with the native library
/// held to one thread.
@NullMarked
package dev.lathe.bench.tokenizer;

import org.jspecify.annotations.NullMarked;
