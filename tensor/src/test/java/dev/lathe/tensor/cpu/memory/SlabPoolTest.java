package dev.lathe.tensor.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlabPoolTest {
    @Test
    void givesTheLargestFreeSlabAgain() {
        var pool = new SlabPool<>(4, float[]::new);
        var small = pool.take(10, 100);
        var large = pool.take(10, 200);
        pool.give(List.of(small));
        pool.give(List.of(large));
        assertSame(large, pool.take(50, 100));
        assertSame(small, pool.take(50, 100));
        assertEquals(4 * 300, pool.bytesAllocated());
    }

    @Test
    void allocatesTheJointSizeOfARegionThatNeededSeveralSlabs() {
        var pool = new SlabPool<>(4, float[]::new);
        pool.give(List.of(pool.take(100, 100), pool.take(200, 200)));
        assertEquals(4 * 300, pool.bytesAllocated(), "nothing while the old ones may still be in memory");
        assertEquals(300, pool.take(10, 0).size());
        assertEquals(4 * 600, pool.bytesAllocated());
    }

    @Test
    void allocatesWhatNoFreeSlabHolds() {
        var pool = new SlabPool<>(4, float[]::new);
        var small = pool.take(10, 10);
        pool.give(List.of(small));
        assertNotSame(small, pool.take(11, 5));
        assertEquals(4 * 21, pool.bytesAllocated());
    }

    @Test
    void piecesDoNotOverlapAndServeAgain() {
        var pool = new SlabPool<>(4, float[]::new);
        var cursor = new SlabCursor<>(pool);
        var first = cursor.take(17);
        var second = cursor.take(1);
        assertSame(first.array(), second.array());
        assertEquals(32, second.offset() - first.offset());
        cursor.giveBack(first.array(), first.offset(), 17);
        // The same 64-byte lines: 17 and 20 elements need two of them each.
        assertEquals(first, cursor.take(20));
        assertEquals(48, cursor.take(5).offset() - first.offset());
        cursor.close();
    }
}
