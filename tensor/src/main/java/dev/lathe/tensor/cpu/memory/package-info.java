/// The CPU's buffers: heap arrays, carved from slabs that steps return to a pool. Start with `SlabPool` and `HostFloats`.
@NullMarked
package dev.lathe.tensor.cpu.memory;

import org.jspecify.annotations.NullMarked;
