package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.DropoutLoops;
import dev.lathe.tensor.cpu.threads.Scratch;
import dev.lathe.tensor.device.DropoutDecisions;
import dev.lathe.tensor.device.Philox;

/// Multiplies one row by the factors of dropout: 0 where an element is dropped, else the kept scale.
public final class DropoutMask {
    /// Decisions of 16 bits in one block of the generator.
    private static final int DECISIONS = 8;
    private static final int WORDS = 4;

    private final DropoutLoops loops;

    DropoutMask(DropoutLoops loops) {
        this.loops = loops;
    }

    /// y = x times these factors, for a row of an example: see [Philox]; the counter is (column / 8, row, example,
    /// site). `y` may be `x`.
    ///
    /// @param factor on top, for elements that are kept
    /// @param cols that the row has
    /// @param length of `x` and `y`, up to `RowLoops.LANES` more than `cols`; which of those are dropped has no meaning
    void drop(
            DropoutDecisions dropout, int example, int row, float factor,
            float[] x, int xAt, float[] y, int yAt, int cols, int length, Scratch scratch) {
        int blocks = (cols + DECISIONS - 1) / DECISIONS;
        int[] words = scratch.words(blocks * WORDS + DropoutLoops.SLACK);
        loops.blocks(
                Philox.key0(dropout.seed()), Philox.key1(dropout.seed(), dropout.step()),
                row, example, dropout.site(), blocks, words);
        loops.drop(words, dropout.threshold(), dropout.keptScale() * factor, x, xAt, y, yAt, length);
    }
}
