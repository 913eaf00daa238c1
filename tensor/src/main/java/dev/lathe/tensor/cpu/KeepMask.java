package dev.lathe.tensor.cpu;

import dev.lathe.tensor.device.Dropout;
import dev.lathe.tensor.device.Philox;

/// The factors that dropout multiplies one row by: 0 where an element is dropped, else the kept scale.
final class KeepMask {
    /// Decisions of 16 bits in one block of the generator.
    private static final int DECISIONS = 8;
    private static final int WORDS = 4;

    private final KeepLoops loops;

    KeepMask(KeepLoops loops) {
        this.loops = loops;
    }

    /// Fills `keep[0..cols-1]` for a row of an example: see [Philox]; the counter is (column / 8, row, example, site).
    void fill(Dropout dropout, int example, int row, int cols, float[] keep, Scratch scratch) {
        int blocks = (cols + DECISIONS - 1) / DECISIONS;
        int[] words = scratch.words(blocks * WORDS + KeepLoops.SLACK);
        loops.blocks(
                Philox.key0(dropout.seed()), Philox.key1(dropout.seed(), dropout.step()),
                row, example, dropout.site(), blocks, words);
        loops.factors(words, dropout.threshold(), dropout.keptScale(), keep, cols);
    }
}
