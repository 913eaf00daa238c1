package dev.lathe.tensor.cpu;

import dev.lathe.tensor.device.Philox;

/// Keep loops in plain Java.
final class PlainKeepLoops implements KeepLoops {
    private static final int WORDS = 4;

    @Override
    public void blocks(int key0, int key1, int counter1, int counter2, int counter3, int count, int[] words) {
        for (int block = 0; block < count; block++) {
            Philox.block(key0, key1, block, counter1, counter2, counter3, words, block * WORDS);
        }
    }

    @Override
    public void factors(int[] words, int threshold, float scale, float[] keep, int n) {
        factors(words, threshold, scale, keep, 0, n);
    }

    /// Of elements `from` to `n`; `from` is even.
    static void factors(int[] words, int threshold, float scale, float[] keep, int from, int n) {
        int i = from;
        for (; i + 1 < n; i += 2) {
            int word = words[i / 2];
            keep[i] = (word & 0xFFFF) < threshold ? 0 : scale;
            keep[i + 1] = word >>> 16 < threshold ? 0 : scale;
        }
        if (i < n) {
            keep[i] = (words[i / 2] & 0xFFFF) < threshold ? 0 : scale;
        }
    }
}
