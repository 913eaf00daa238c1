package dev.lathe.cuda.memory;

import java.util.HashMap;
import java.util.Map;

/// Pieces that one kernel call uses.
final class ScratchPieces implements Pieces {
    private final CudaScratchPool pool;
    private final String owner;
    private final Map<Long, CudaScratchPool.Piece> taken = new HashMap<>();

    ScratchPieces(CudaScratchPool pool, String owner) {
        this.pool = pool;
        this.owner = owner;
    }

    @Override
    public long take(long bytes) {
        var piece = pool.take(bytes, owner);
        taken.put(piece.address(), piece);
        return piece.address();
    }

    @Override
    public void giveBack(long address, long bytes) {
        var piece = taken.remove(address);
        if (piece != null) {
            pool.give(piece);
        }
    }

    @Override
    public void close() {
        taken.values().forEach(pool::give);
        taken.clear();
    }
}
