package dev.lathe.train.data;

import dev.lathe.tensor.device.Philox;

/// Orders of examples, by seed.
public final class Permutation {
    /// The generator's sites for orders: far from those of dropout, which count from 0.
    private static final int EPOCH_SITE = 0x6F726465;
    private static final int SPLIT_SITE = 0x73706C69;

    private Permutation() {}

    /// The order of the training examples in an epoch.
    public static int[] ofEpoch(int size, long seed, int epoch) {
        return shuffled(size, seed, epoch, EPOCH_SITE);
    }

    /// The order that decides which examples are set aside.
    public static int[] ofSplit(int size, long seed) {
        return shuffled(size, seed, 0, SPLIT_SITE);
    }

    public static int[] identity(int size) {
        var order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        return order;
    }

    /// The shuffle of Fisher and Yates: position i changes with one of 0..i, by the high half of a product, which
    /// is even to within size / 2^64.
    private static int[] shuffled(int size, long seed, int round, int site) {
        int[] order = identity(size);
        var words = new int[4];
        for (int i = size - 1; i > 0; i--) {
            Philox.block(Philox.key0(seed), Philox.key1(seed, 0), i, round, 0, site, words, 0);
            long random = Integer.toUnsignedLong(words[0]) << 32 | Integer.toUnsignedLong(words[1]);
            int j = (int) Math.unsignedMultiplyHigh(random, i + 1L);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
