package dev.lathe.train.evaluate.score;

/// The exponential of the mean loss of all tokens.
final class PerplexityScore implements SampleScore {

    private final double[] losses;
    private final int[] tokens;

    PerplexityScore(double[] losses, int[] tokens) {
        if (losses.length == 0 || losses.length != tokens.length) {
            throw new IllegalArgumentException(
                    "perplexity: " + losses.length + " losses, " + tokens.length + " counts: need one of each for every example");
        }
        this.losses = losses.clone();
        this.tokens = tokens.clone();
    }

    @Override
    public int examples() {
        return losses.length;
    }

    @Override
    public double of(int[] chosen) {
        double sum = 0;
        long count = 0;
        for (int example : chosen) {
            sum += losses[example] * tokens[example];
            count += tokens[example];
        }
        return StrictMath.exp(sum / count);
    }
}
