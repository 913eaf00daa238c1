package dev.lathe.tensor.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class PhiloxTest {
    /// The known answers that the authors publish with Random123.
    @Test
    void givesTheKnownAnswers() {
        assertArrayEquals(
                new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
                block(0, 0, 0, 0, 0, 0));
        assertArrayEquals(
                new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
                block(-1, -1, -1, -1, -1, -1));
        assertArrayEquals(
                new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                block(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344));
    }

    @Test
    void writesFromTheGivenPlaceOn() {
        int[] out = {9, 9, 9, 9, 9, 9};
        Philox.block(0, 0, 0, 0, 0, 0, out, 1);
        assertArrayEquals(new int[] {9, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, 9}, out);
    }

    @Test
    void keysDifferForSeedsAndSteps() {
        assertEquals(42, Philox.key0(42));
        assertEquals(7, Philox.key1(42, 7), "a seed below 2^32 leaves the step as it is");
        assertNotEquals(Philox.key1(1L << 32, 7), Philox.key1(2L << 32, 7));
        assertNotEquals(Philox.key1(1L << 32, 7), Philox.key1(1L << 32, 8));
    }

    private static int[] block(int key0, int key1, int c0, int c1, int c2, int c3) {
        var out = new int[4];
        Philox.block(key0, key1, c0, c1, c2, c3, out, 0);
        return out;
    }
}
