/// Other engines at their best, the harness that times Lathe beside them, and the golden values they give.
///
/// Compiled only with the Maven profile `peers`, which brings libtorch (through bytedeco, with MKL): nothing else may
/// depend on this package. Start with [dev.lathe.bench.peers.TrainingStepBenchmark] for speed and with
/// [dev.lathe.bench.peers.GoldenValues] for the fixtures that Lathe's own tests compare with. Other programs of the bench
/// share [dev.lathe.bench.peers.Turns] and [dev.lathe.bench.peers.ComparisonFile].
@NullMarked
package dev.lathe.bench.peers;

import org.jspecify.annotations.NullMarked;
