/// JMH benchmarks of the kernels, with results checked before they are timed. Nobody depends on this module.
///
/// GFLOP/s and GB/s are to be read beside [dev.lathe.bench.MachinePeakBenchmark], which measures the roofs:
///
/// ```
/// java -jar bench/target/lathe-bench.jar MachinePeak -t 2
/// java -jar bench/target/lathe-bench.jar MatMul -p threads=2 -p form=nt
/// java -jar bench/target/lathe-bench.jar MemoryBound -p kernel=GELU,ADAM_W -p shape=32768x768
/// ```
///
/// What other engines reach in the same minute is in `dev.lathe.bench.kernels` (`bench/kernels.sh`) and
/// `dev.lathe.bench.peers` (`bench/peers.sh`), both under the Maven profile `peers`.
@NullMarked
package dev.lathe.bench;

import org.jspecify.annotations.NullMarked;
