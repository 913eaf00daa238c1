/// The CUDA backend: JCuda, JCublas and kernels of our own, behind `dev.lathe.tensor.device`.
///
/// Empty so far: the CPU backend came first.
@NullMarked
package dev.lathe.cuda;

import org.jspecify.annotations.NullMarked;
