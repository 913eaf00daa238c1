package dev.lathe.testkit;

import dev.lathe.tensor.Shape;
import java.util.SplittableRandom;

/// Seeded inputs; a failing test prints the seed to run again with.
public final class Rand {
    private final SplittableRandom random;

    public Rand(long seed) {
        random = new SplittableRandom(seed);
    }

    /// Normal values around 0 with deviation 1, for an input that gets a gradient.
    public Input.Floats normal(int... dims) {
        return normalAround(0, 1, dims);
    }

    public Input.Floats normalAround(double mean, double deviation, int... dims) {
        Shape shape = Shape.of(dims);
        var values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return new Input.Floats(shape, values, true);
    }

    /// Values whose distances are at least 1/64, in random order: no maximum changes hands within a small step.
    public Input.Floats distinct(int... dims) {
        Shape shape = Shape.of(dims);
        var values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            int j = random.nextInt(i + 1);
            values[i] = values[j];
            values[j] = (i - values.length / 2) / 64.0;
        }
        return new Input.Floats(shape, values, true);
    }

    /// Values from `low` to `high`, for an input that gets no gradient.
    public Input.Floats constant(double low, double high, int... dims) {
        Shape shape = Shape.of(dims);
        var values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(low, high);
        }
        return new Input.Floats(shape, values, false);
    }

    /// A list of integers from 0 to `bound - 1`.
    public Input.Ints ints(int count, int bound) {
        var values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(bound);
        }
        return new Input.Ints(Shape.of(count), values);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /// 1 or -1.
    double sign() {
        return random.nextBoolean() ? 1 : -1;
    }
}
