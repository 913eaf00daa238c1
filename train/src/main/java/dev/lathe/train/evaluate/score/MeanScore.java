package dev.lathe.train.evaluate.score;

import java.util.Arrays;

/// The mean of a number per example.
final class MeanScore implements SampleScore {

    private final double[] values;

    MeanScore(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("mean: no examples");
        }
        this.values = values.clone();
    }

    @Override
    public int examples() {
        return values.length;
    }

    @Override
    public boolean isShare() {
        return Arrays.stream(values).allMatch(value -> value >= 0 && value <= 1);
    }

    @Override
    public double of(int[] chosen) {
        double sum = 0;
        for (int example : chosen) {
            sum += values[example];
        }
        return sum / chosen.length;
    }
}
