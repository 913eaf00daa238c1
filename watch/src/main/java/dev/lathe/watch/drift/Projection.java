package dev.lathe.watch.drift;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A vector's direction by its products with a few fixed ones: enough to see that vectors have moved, too little to read a text back from.
///
/// Each fixed direction is plus or minus one at every place, drawn by the same seed always: D. Achlioptas,
/// *Database-friendly Random Projections*, 2003. That drift shows in such products: S. Rabanser and others, *Failing Loudly*, NeurIPS 2019.
final class Projection {
    static final int DIRECTIONS = 16;
    private static final long SEED = 1;

    private Projection() {}

    static List<Double> of(float[] vector) {
        double squares = 0;
        for (float one : vector) {
            squares += (double) one * one;
        }
        double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
        var random = new SplittableRandom(SEED);
        return IntStream.range(0, DIRECTIONS).mapToObj(_ -> scale * sum(vector, random)).toList();
    }

    private static double sum(float[] vector, SplittableRandom random) {
        double sum = 0;
        for (float one : vector) {
            sum += random.nextBoolean() ? one : -one;
        }
        return sum;
    }
}
