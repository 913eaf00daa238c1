package dev.lathe.cuda.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowSegmentsTest {
    @Test
    void rowsOfOneIndexStayInTheirOrder() {
        var segments = RowSegments.of(new int[] {7, 2, 7, 0, 2, 7});
        assertArrayEquals(new int[] {3, 1, 4, 0, 2, 5}, list(segments, 0, 6));
        assertArrayEquals(new int[] {0, 1, 3, 6}, list(segments, segments.from(), 4));
        assertArrayEquals(new int[] {0, 2, 7}, list(segments, segments.targets(), 3));
        assertArrayEquals(new int[] {-1, -1, -1}, list(segments, segments.slots(), 3));
        assertEquals(0, segments.joins());
        assertEquals(0, segments.furtherParts());
    }

    @Test
    void manyRowsOfOneIndexAreCut() {
        var indices = new int[64 + 65 + 200];
        Arrays.fill(indices, 64, 64 + 65, 1);
        Arrays.fill(indices, 64 + 65, indices.length, 2);
        var segments = RowSegments.of(indices);
        assertEquals(7, segments.parts());
        assertArrayEquals(new int[] {0, 64, 128, 129, 193, 257, 321, 329}, list(segments, segments.from(), 8));
        assertArrayEquals(new int[] {0, 1, 1, 2, 2, 2, 2}, list(segments, segments.targets(), 7));
        assertArrayEquals(new int[] {-1, -1, 0, -1, 1, 2, 3}, list(segments, segments.slots(), 7));
        assertEquals(2, segments.joins());
        assertArrayEquals(new int[] {0, 1, 4}, list(segments, segments.joinFrom(), 3));
        assertArrayEquals(new int[] {1, 2}, list(segments, segments.joinTargets(), 2));
        assertEquals(4, segments.furtherParts());
        assertEquals(segments.joinTargets() + 2, segments.words().length);
    }

    @Test
    void noRowOutOfNone() {
        assertEquals(0, RowSegments.of(new int[0]).parts());
    }

    private static int[] list(RowSegments segments, int first, int count) {
        return Arrays.copyOfRange(segments.words(), first, first + count);
    }
}
