package dev.lathe.tensor.cpu;

import dev.lathe.tensor.device.Dropout;
import dev.lathe.tensor.device.Philox;

/// The factors that dropout multiplies one row by: 0 where an element is dropped, else the kept scale.
final class KeepMask {
    /// Decisions of 16 bits in one block of the generator.
    private static final int DECISIONS = 8;
    private static final int WORDS = 4;

    private KeepMask() {}

    /// Fills `keep[0..cols-1]` for a row of an example: see [Philox]; the counter is (column / 8, row, example, site).
    static void fill(Dropout dropout, int example, int row, int cols, float[] keep, Scratch scratch) {
        int blocks = (cols + DECISIONS - 1) / DECISIONS;
        int[] words = scratch.words(blocks * WORDS);
        int key0 = Philox.key0(dropout.seed());
        int key1 = Philox.key1(dropout.seed(), dropout.step());
        for (int block = 0; block < blocks; block++) {
            Philox.block(key0, key1, block, row, example, dropout.site(), words, block * WORDS);
        }
        int threshold = dropout.threshold();
        float scale = dropout.keptScale();
        for (int pair = 0; pair < cols / 2; pair++) {
            int word = words[pair];
            keep[2 * pair] = (word & 0xFFFF) < threshold ? 0 : scale;
            keep[2 * pair + 1] = word >>> 16 < threshold ? 0 : scale;
        }
        if ((cols & 1) == 1) {
            keep[cols - 1] = (words[cols / 2] & 0xFFFF) < threshold ? 0 : scale;
        }
    }
}
