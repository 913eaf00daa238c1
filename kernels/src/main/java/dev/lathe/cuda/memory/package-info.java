/// Device memory: buffers, and the pools that keep it between steps. Start with `CudaMemory`.
@NullMarked
package dev.lathe.cuda.memory;

import org.jspecify.annotations.NullMarked;
