package dev.lathe.cuda.memory;

import java.util.HashSet;
import java.util.Set;

/// Each piece is memory of its own, exactly as large as asked for.
final class SeparatePieces implements Pieces {
    private final DeviceMemory memory;
    private final String owner;
    private final Set<Long> taken = new HashSet<>();

    SeparatePieces(DeviceMemory memory, String owner) {
        this.memory = memory;
        this.owner = owner;
    }

    @Override
    public long take(long bytes) {
        long address = memory.allocate(bytes, owner);
        taken.add(address);
        return address;
    }

    @Override
    public void giveBack(long address, long bytes) {
        taken.remove(address);
        memory.free(address);
    }

    @Override
    public void close() {
        taken.forEach(memory::free);
        taken.clear();
    }
}
