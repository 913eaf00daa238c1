package dev.lathe.train.evaluate.score;

/// The root of a mean.
record RootMeanScore(MeanScore mean) implements SampleScore {

    @Override
    public int examples() {
        return mean.examples();
    }

    @Override
    public double of(int[] chosen) {
        return Math.sqrt(mean.of(chosen));
    }
}
