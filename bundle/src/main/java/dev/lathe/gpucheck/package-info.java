/// `gpu-check`: whether this machine's GPU computes what the CPU computes, and how fast.
///
/// Each part of the check runs in a process of its own, so that one that fails or hangs takes no other with it. Start
/// with `GpuCheck`; the parts are listed in `Part`.
@NullMarked
package dev.lathe.gpucheck;

import org.jspecify.annotations.NullMarked;
