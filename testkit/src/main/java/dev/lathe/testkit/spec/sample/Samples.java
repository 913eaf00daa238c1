package dev.lathe.testkit.spec.sample;

import dev.lathe.tensor.RandomKey;
import dev.lathe.testkit.Input;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Sample;
import java.util.ArrayList;
import java.util.List;

/// Samples that several specs share.
public final class Samples {
    /// What random ops decide by in their specs.
    public static final RandomKey KEY = new RandomKey(0x1234_5678_9ABC_DEF0L, 41);

    private Samples() {}

    /// One tensor: of one element, around the lengths of vectors, a shape of BERT's, a scalar and nothing.
    public static List<Sample> elementwise(Rand rand) {
        var samples = new ArrayList<>(rows(rand));
        samples.add(Sample.of("wide range", rand.normalAround(0, 5, 3, 37)));
        samples.add(Sample.of("scalar", rand.normal()));
        samples.add(Sample.of("nothing", rand.normal(0)));
        return samples;
    }

    /// One tensor whose last axis has these lengths.
    public static List<Sample> rows(Rand rand) {
        return List.of(
                Sample.of("one element", rand.normal(1)),
                Sample.of("three rows of two", rand.normal(3, 2)),
                Sample.of("odd length", rand.normal(2, 7)),
                Sample.of("below a vector", rand.normal(3, 15)),
                Sample.of("one vector", rand.normal(2, 16)),
                Sample.of("above a vector", rand.normal(3, 17)),
                Sample.of("above two vectors", rand.normal(2, 2, 33)),
                Sample.of("bert rows", rand.normal(5, 768)));
    }

    /// A matrix of `cols` columns and a packing of its rows.
    public static Sample packed(String name, Rand rand, int cols, int... lengths) {
        return Sample.of(name, rand.normal(tokens(lengths), cols), new Input.Packing(3, lengths));
    }

    public static int tokens(int... lengths) {
        int tokens = 0;
        for (int length : lengths) {
            tokens += length;
        }
        return tokens;
    }
}
