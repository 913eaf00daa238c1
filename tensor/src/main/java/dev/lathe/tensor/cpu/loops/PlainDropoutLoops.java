package dev.lathe.tensor.cpu.loops;

import dev.lathe.tensor.device.Philox;

/// Keep loops in plain Java.
final class PlainDropoutLoops implements DropoutLoops {
    private static final int WORDS = 4;

    @Override
    public void blocks(int key0, int key1, int counter1, int counter2, int counter3, int count, int[] words) {
        for (int block = 0; block < count; block++) {
            Philox.block(key0, key1, block, counter1, counter2, counter3, words, block * WORDS);
        }
    }

    @Override
    public void drop(int[] words, int threshold, float scale, float[] x, int xAt, float[] y, int yAt, int n) {
        drop(words, threshold, scale, x, xAt, y, yAt, 0, n);
    }

    /// Elements `from` to `n`.
    static void drop(
            int[] words, int threshold, float scale, float[] x, int xAt, float[] y, int yAt, int from, int n) {
        for (int i = from; i < n; i++) {
            int half = words[i / 2] >>> (i & 1) * 16 & 0xFFFF;
            y[yAt + i] = x[xAt + i] * (half < threshold ? 0 : scale);
        }
    }
}
