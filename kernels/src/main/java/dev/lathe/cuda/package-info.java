/// The CUDA backend: JCuda's driver API, cuBLAS and kernels of our own, behind `dev.lathe.tensor.device`.
///
/// Only an entry point of a program names this package: `Cuda.device(0)`. Inside, start with `CudaBackend`; each
/// `Cuda…Kernels` launches the file of the same family in `src/main/cuda`.
@NullMarked
package dev.lathe.cuda;

import org.jspecify.annotations.NullMarked;
