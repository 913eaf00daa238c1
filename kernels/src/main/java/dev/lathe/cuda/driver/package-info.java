/// The driver, called through JCuda: contexts, copies between host and device, and what went wrong in words. Start with `CudaContext`.
@NullMarked
package dev.lathe.cuda.driver;

import org.jspecify.annotations.NullMarked;
