package dev.lathe.cuda.family;

import dev.lathe.cuda.memory.CudaMemory;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import java.util.function.Consumer;

/// Searches whose kernel leaves the smallest position that it found.
final class FirstPosition {
    private FirstPosition() {}

    /// @param search launches the kernel, given I32 `[1]` that holds a number above every position
    /// @return the position, or -1 if nothing was found
    static int find(CudaMemory memory, Consumer<Buffer> search) {
        var found = new int[] {Integer.MAX_VALUE};
        try (var scratch = memory.scratch("search")) {
            var first = scratch.allocate(DType.I32, 1);
            first.write(0, found, 0, 1);
            search.accept(first);
            first.read(0, found, 0, 1);
        }
        return found[0] == Integer.MAX_VALUE ? -1 : found[0];
    }
}
