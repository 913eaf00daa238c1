package dev.lathe.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PairLengthsTest {
    /// The table that comes with the reference's own tests, for room for 7 tokens.
    @Test
    void leavesWhatTheReferenceLeaves() {
        int[][] rows = {
            {0, 0, 0, 0}, {0, 2, 0, 2}, {0, 4, 0, 4}, {0, 8, 0, 7},
            {2, 0, 2, 0}, {2, 2, 2, 2}, {2, 4, 2, 4}, {2, 8, 2, 5},
            {4, 0, 4, 0}, {4, 2, 4, 2}, {4, 4, 3, 4}, {4, 8, 3, 4},
            {8, 0, 7, 0}, {8, 2, 5, 2}, {8, 4, 4, 3}, {8, 8, 3, 4}};
        for (int[] row : rows) {
            assertEquals(new PairLengths(row[2], row[3]), PairLengths.longestFirst(row[0], row[1], 7));
        }
    }

    @Test
    void leavesNothingWithoutRoom() {
        assertEquals(new PairLengths(0, 0), PairLengths.longestFirst(3, 5, 0));
        assertEquals(new PairLengths(0, 0), PairLengths.longestFirst(0, 5, 0));
    }
}
