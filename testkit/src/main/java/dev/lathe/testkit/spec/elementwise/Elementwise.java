package dev.lathe.testkit.spec.elementwise;

import dev.lathe.testkit.Expected;
import dev.lathe.testkit.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// What ops of one number share.
final class Elementwise {
    private Elementwise() {}

    /// What a function must give for a sample's first input.
    ///
    /// @param magnitude of what is rounded
    static Expected expected(Sample sample, DoubleUnaryOperator value, DoubleUnaryOperator magnitude) {
        double[] x = sample.floats(0);
        return Expected.of(sample.shape(0), Arrays.stream(x).map(value).toArray(), Arrays.stream(x).map(magnitude).toArray(), 1);
    }

    /// The samples with another first input, for functions that are not defined everywhere.
    static List<Sample> mapped(List<Sample> samples, DoubleUnaryOperator map) {
        return mapped(samples, 0, map);
    }

    static List<Sample> mapped(List<Sample> samples, int input, DoubleUnaryOperator map) {
        return samples.stream()
                .map(sample -> sample.with(
                        input, Arrays.stream(sample.floats(input)).map(x -> (float) map.applyAsDouble(x)).toArray()))
                .toList();
    }
}
