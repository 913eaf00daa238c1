/// Kernels as files, modules and launches. Start with `KernelModule` and `Launch`.
@NullMarked
package dev.lathe.cuda.launch;

import org.jspecify.annotations.NullMarked;
