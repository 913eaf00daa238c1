package dev.lathe.train.evaluate.score;

/// How many of the things that were predicted are right, in one example or in many: entities of a sentence, labels of a text.
///
/// @param correct what was predicted and is there
/// @param predicted what was predicted
/// @param gold what is there
public record MatchCounts(long correct, long predicted, long gold) {

    /// @throws IllegalArgumentException if more is correct than was predicted or is there
    public MatchCounts {
        if (correct < 0 || correct > Math.min(predicted, gold)) {
            throw new IllegalArgumentException(
                    "match counts: " + correct + " correct of " + predicted + " predicted and " + gold + " gold ones");
        }
    }

    /// Both together.
    ///
    /// @param other more counts
    /// @return the sums
    public MatchCounts plus(MatchCounts other) {
        return new MatchCounts(correct + other.correct, predicted + other.predicted, gold + other.gold);
    }

    /// The share of predictions that are right.
    ///
    /// @return the precision; 0 if nothing was predicted
    public double precision() {
        return ratio(correct, predicted);
    }

    /// The share of what is there that was found.
    ///
    /// @return the recall; 0 if nothing is there
    public double recall() {
        return ratio(correct, gold);
    }

    /// The harmonic mean of precision and recall, `2 correct / (predicted + gold)`.
    ///
    /// @return the F1 score; 0 if nothing was predicted and nothing is there
    public double f1() {
        return ratio(2 * correct, predicted + gold);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
