/// The CPU backend, in plain Java and, where `jdk.incubator.vector` is present, in vector form.
///
/// Both forms give the same bits, on any number of threads. Only entry points choose a backend; start
/// with `CpuBackend`.
@NullMarked
package dev.lathe.tensor.cpu;

import org.jspecify.annotations.NullMarked;
