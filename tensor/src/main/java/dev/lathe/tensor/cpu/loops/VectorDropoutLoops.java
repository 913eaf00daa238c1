package dev.lathe.tensor.cpu.loops;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.lathe.tensor.device.Philox;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Keep loops in vectors: a lane of 64 bits a block, so that a product of two words fits it.
final class VectorDropoutLoops implements DropoutLoops {
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

    /// A pass over all blocks for two rounds at a time, with the state in `words` between passes: words 0 and 1 of four or eight
    /// blocks as lanes of one vector, then their words 2 and 3.
    ///
    /// Ten rounds in one go would carry vectors from turn to turn of a loop. Then it depends on when the compiler comes by whether
    /// these become objects, which takes four times as long.
    @Override
    public void blocks(int key0, int key1, int counter1, int counter2, int counter3, int count, int[] words) {
        start(counter1, counter2, counter3, count, words);
        for (int round = 0; round < Philox.ROUNDS; round += 2) {
            twoRounds(key0 + round * Philox.WEYL_0, key1 + round * Philox.WEYL_1, count, words);
        }
        interleave(count, words);
    }

    private static void start(int counter1, int counter2, int counter3, int count, int[] words) {
        LongVector front = COUNT.or((long) counter1 << Integer.SIZE);
        LongVector back = LongVector.broadcast(LONGS, (long) counter3 << Integer.SIZE | counter2 & LOW);
        for (int block = 0; block < count; block += BLOCKS) {
            front.add(block).reinterpretAsInts().intoArray(words, block * WORDS);
            back.reinterpretAsInts().intoArray(words, block * WORDS + LENGTH);
        }
    }

    private static void twoRounds(int key0, int key1, int count, int[] words) {
        LongVector mask = LongVector.broadcast(LONGS, LOW);
        LongVector multiplier0 = LongVector.broadcast(LONGS, Philox.MULTIPLIER_0).and(mask);
        LongVector multiplier1 = LongVector.broadcast(LONGS, Philox.MULTIPLIER_1).and(mask);
        LongVector firstKey0 = LongVector.broadcast(LONGS, key0 & LOW);
        LongVector firstKey1 = LongVector.broadcast(LONGS, key1 & LOW);
        LongVector secondKey0 = LongVector.broadcast(LONGS, key0 + Philox.WEYL_0 & LOW);
        LongVector secondKey1 = LongVector.broadcast(LONGS, key1 + Philox.WEYL_1 & LOW);
        for (int block = 0; block < count; block += BLOCKS) {
            int at = block * WORDS;
            LongVector front = IntVector.fromArray(INTS, words, at).reinterpretAsLongs();
            LongVector back = IntVector.fromArray(INTS, words, at + LENGTH).reinterpretAsLongs();
            // The masks tell the compiler that a product of words is enough.
            LongVector p0 = front.and(mask).mul(multiplier0);
            LongVector p1 = back.and(mask).mul(multiplier1);
            front = p1.lanewise(LSHR, Integer.SIZE)
                    .lanewise(XOR, p1.lanewise(LSHL, Integer.SIZE))
                    .lanewise(XOR, front.lanewise(LSHR, Integer.SIZE))
                    .lanewise(XOR, firstKey0);
            back = p0.lanewise(LSHR, Integer.SIZE)
                    .lanewise(XOR, p0.lanewise(LSHL, Integer.SIZE))
                    .lanewise(XOR, back.lanewise(LSHR, Integer.SIZE))
                    .lanewise(XOR, firstKey1);
            p0 = front.and(mask).mul(multiplier0);
            p1 = back.and(mask).mul(multiplier1);
            front = p1.lanewise(LSHR, Integer.SIZE)
                    .lanewise(XOR, p1.lanewise(LSHL, Integer.SIZE))
                    .lanewise(XOR, front.lanewise(LSHR, Integer.SIZE))
                    .lanewise(XOR, secondKey0);
            back = p0.lanewise(LSHR, Integer.SIZE)
                    .lanewise(XOR, p0.lanewise(LSHL, Integer.SIZE))
                    .lanewise(XOR, back.lanewise(LSHR, Integer.SIZE))
                    .lanewise(XOR, secondKey1);
            front.reinterpretAsInts().intoArray(words, at);
            back.reinterpretAsInts().intoArray(words, at + LENGTH);
        }
    }

    private static void interleave(int count, int[] words) {
        for (int block = 0; block < count; block += BLOCKS) {
            int at = block * WORDS;
            LongVector front = IntVector.fromArray(INTS, words, at).reinterpretAsLongs();
            LongVector back = IntVector.fromArray(INTS, words, at + LENGTH).reinterpretAsLongs();
            front.rearrange(FIRST_HALVES, back).reinterpretAsInts().intoArray(words, at);
            front.rearrange(SECOND_HALVES, back).reinterpretAsInts().intoArray(words, at + LENGTH);
        }
    }

    @Override
    public void drop(int[] words, int threshold, float scale, float[] x, int xAt, float[] y, int yAt, int n) {
        FloatVector kept = FloatVector.broadcast(FLOATS, scale);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            IntVector halves = IntVector.fromArray(INTS, words, i / 2)
                    .rearrange(TWICE)
                    .lanewise(LSHR, SHIFTS)
                    .and(0xFFFF);
            FloatVector factors = kept.blend(0f, halves.compare(VectorOperators.LT, threshold).cast(FLOATS));
            FloatVector.fromArray(FLOATS, x, xAt + i).mul(factors).intoArray(y, yAt + i);
        }
        PlainDropoutLoops.drop(words, threshold, scale, x, xAt, y, yAt, i, n);
    }
}
