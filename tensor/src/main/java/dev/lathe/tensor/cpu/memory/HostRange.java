package dev.lathe.tensor.cpu.memory;

import dev.lathe.tensor.device.Buffer;

/// The refusal that buffers of all types share.
final class HostRange {
    private HostRange() {}

    static void check(Buffer buffer, int at, int count) {
        if (at < 0 || count < 0 || at > buffer.size() - count) {
            throw new IndexOutOfBoundsException(
                    "buffer of %d: elements %d to %d".formatted(buffer.size(), at, (long) at + count));
        }
    }
}
