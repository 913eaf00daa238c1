/// The families of kernels that `tensor.device` asks for, a class each beside its source in `src/main/cuda`.
@NullMarked
package dev.lathe.cuda.family;

import org.jspecify.annotations.NullMarked;
