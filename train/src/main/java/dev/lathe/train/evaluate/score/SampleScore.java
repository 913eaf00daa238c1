package dev.lathe.train.evaluate.score;

import dev.lathe.train.evaluate.ClassificationReport;
import java.util.List;

/// A score that can be worked out for any choice of examples, some of them several times: what a [Bootstrap] needs.
public interface SampleScore {

    /// How many examples there are.
    ///
    /// @return the number, 1 or more
    int examples();

    /// The score of some examples.
    ///
    /// @param chosen which ones, each in `0..examples()-1`
    /// @return the score; NaN where it is undefined
    double of(int[] chosen);

    /// Whether the score lies between 0 and 1 and is 1 if all is right: then an interval is known even if all examples are alike.
    ///
    /// @return false for correlations and errors
    default boolean isShare() {
        return false;
    }

    /// A score that is the mean of one number per example: accuracy and exact match (0 or 1 each), the F1 of answers,
    /// reciprocal ranks.
    ///
    /// @param values each example's number
    /// @return the score
    /// @throws IllegalArgumentException if there are no examples
    static SampleScore mean(double[] values) {
        return new MeanScore(values);
    }

    /// A score that is the root of the mean of one number per example, as the root mean squared error is of squared errors.
    ///
    /// @param values each example's number
    /// @return the score
    /// @throws IllegalArgumentException if there are no examples
    static SampleScore rootMean(double[] values) {
        return new RootMeanScore(new MeanScore(values));
    }

    /// The perplexity of all tokens together, as [Perplexity#value].
    ///
    /// @param losses each example's mean cross-entropy, in nats
    /// @param tokens how many tokens it is over, 1 or more
    /// @return the score
    /// @throws IllegalArgumentException if the lengths differ, or there are no examples
    static SampleScore perplexity(double[] losses, int[] tokens) {
        return new PerplexityScore(losses, tokens);
    }

    /// The F1 of everything that is found in all examples together: of entities, counted by sentence, or of labels, counted
    /// by text.
    ///
    /// @param counts the counts of each example
    /// @return the score
    /// @throws IllegalArgumentException if there are no examples
    static SampleScore microF1(List<MatchCounts> counts) {
        return new MicroF1Score(counts);
    }

    /// The macro average of the classes' F1 scores, as in a [ClassificationReport].
    ///
    /// @param gold the true class of each example
    /// @param predicted the predicted class of each example
    /// @param classes how many classes there are
    /// @return the score
    /// @throws IllegalArgumentException if the lengths differ, or there are no examples
    /// @throws IndexOutOfBoundsException if an id is none of `0..classes-1`
    static SampleScore macroF1(int[] gold, int[] predicted, int classes) {
        return new MacroF1Score(gold, predicted, classes);
    }

    /// The same where each example is several things with a class, as a sentence is of words.
    ///
    /// @param gold the true classes of each example
    /// @param predicted as many predicted ones
    /// @param classes how many classes there are
    /// @return the score
    /// @throws IllegalArgumentException if the lengths differ, or there are no examples
    /// @throws IndexOutOfBoundsException if an id is none of `0..classes-1`
    static SampleScore macroF1(int[][] gold, int[][] predicted, int classes) {
        return new MacroF1Score(gold, predicted, classes);
    }

    /// Pearson's correlation, as [RegressionScores#pearson].
    ///
    /// @param gold the true value of each example
    /// @param predicted the predicted value of each example
    /// @return the score
    /// @throws IllegalArgumentException if the lengths differ, there are no examples, or a value is not finite
    static SampleScore pearson(double[] gold, double[] predicted) {
        return new PearsonScore(gold, predicted);
    }

    /// Spearman's correlation, as [RegressionScores#spearman].
    ///
    /// @param gold the true value of each example
    /// @param predicted the predicted value of each example
    /// @return the score
    /// @throws IllegalArgumentException if the lengths differ, there are no examples, or a value is not finite
    static SampleScore spearman(double[] gold, double[] predicted) {
        return new SpearmanScore(gold, predicted);
    }
}
