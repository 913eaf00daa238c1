package dev.lathe.tensor.cpu;

import dev.lathe.tensor.device.Philox;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Keep loops in vectors: a lane of 64 bits a block, so that a product of two words fits it.
final class VectorKeepLoops implements KeepLoops {
    private static final VectorSpecies<Float> FLOATS = VectorLoops.SPECIES;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, FLOATS.vectorShape());
    private static final int BLOCKS = LONGS.length();
    private static final int LENGTH = FLOATS.length();
    private static final int WORDS = 4;
    private static final long LOW = 0xFFFFFFFFL;
    private static final LongVector COUNT = LongVector.zero(LONGS).addIndex(1);
    /// Lanes of two vectors in turn: the first half of each, then the second.
    private static final VectorShuffle<Long> FIRST_HALVES = inTurn(0);
    private static final VectorShuffle<Long> SECOND_HALVES = inTurn(BLOCKS / 2);
    /// Each of the first words twice, and how far each copy is shifted to have its half in front.
    private static final VectorShuffle<Integer> TWICE = VectorShuffle.fromOp(INTS, i -> i / 2);
    private static final IntVector SHIFTS = IntVector.zero(INTS).addIndex(1).and(1).mul(16);

    private static VectorShuffle<Long> inTurn(int from) {
        // An index below 0 means a lane of the second vector.
        return VectorShuffle.fromOp(LONGS, i -> from + i / 2 - (i % 2 == 0 ? 0 : BLOCKS));
    }

    @Override
    public void blocks(int key0, int key1, int counter1, int counter2, int counter3, int count, int[] words) {
        for (int block = 0; block < count; block += BLOCKS) {
            someBlocks(key0, key1, block, counter1, counter2, counter3, words);
        }
    }

    private static void someBlocks(
            int key0, int key1, int block, int counter1, int counter2, int counter3, int[] words) {
        LongVector c0 = COUNT.add(block);
        LongVector c1 = LongVector.broadcast(LONGS, counter1 & LOW);
        LongVector c2 = LongVector.broadcast(LONGS, counter2 & LOW);
        LongVector c3 = LongVector.broadcast(LONGS, counter3 & LOW);
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < Philox.ROUNDS; round++) {
            // The masks tell the compiler that a product of words is enough; above a word there may be anything.
            LongVector p0 = c0.and(LOW).mul(LongVector.broadcast(LONGS, Philox.MULTIPLIER_0).and(LOW));
            LongVector p1 = c2.and(LOW).mul(LongVector.broadcast(LONGS, Philox.MULTIPLIER_1).and(LOW));
            c0 = high(p1).lanewise(VectorOperators.XOR, c1).lanewise(VectorOperators.XOR, k0 & LOW);
            c1 = p1;
            c2 = high(p0).lanewise(VectorOperators.XOR, c3).lanewise(VectorOperators.XOR, k1 & LOW);
            c3 = p0;
            k0 += Philox.WEYL_0;
            k1 += Philox.WEYL_1;
        }
        LongVector front = c0.and(LOW).or(c1.lanewise(VectorOperators.LSHL, 32));
        LongVector back = c2.and(LOW).or(c3.lanewise(VectorOperators.LSHL, 32));
        front.rearrange(FIRST_HALVES, back).reinterpretAsInts().intoArray(words, block * WORDS);
        front.rearrange(SECOND_HALVES, back).reinterpretAsInts().intoArray(words, block * WORDS + LENGTH);
    }

    private static LongVector high(LongVector product) {
        return product.lanewise(VectorOperators.LSHR, 32);
    }

    @Override
    public void drop(int[] words, int threshold, float scale, float[] x, int xAt, float[] y, int yAt, int n) {
        FloatVector kept = FloatVector.broadcast(FLOATS, scale);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            IntVector halves = IntVector.fromArray(INTS, words, i / 2)
                    .rearrange(TWICE)
                    .lanewise(VectorOperators.LSHR, SHIFTS)
                    .and(0xFFFF);
            FloatVector factors = kept.blend(0f, halves.compare(VectorOperators.LT, threshold).cast(FLOATS));
            FloatVector.fromArray(FLOATS, x, xAt + i).mul(factors).intoArray(y, yAt + i);
        }
        PlainKeepLoops.drop(words, threshold, scale, x, xAt, y, yAt, i, n);
    }
}
