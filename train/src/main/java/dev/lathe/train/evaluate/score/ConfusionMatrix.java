package dev.lathe.train.evaluate.score;

/// How often each class was predicted for each class: `count(gold, predicted)`.
///
/// Immutable. `n` is the number of classes, `c` that of correct predictions, `s` that of all; `t_k` and `p_k` say how often
/// class `k` is the gold label and the prediction.
public final class ConfusionMatrix {

    private final long[][] counts;
    private final long[] goldCounts;
    private final long[] predictedCounts;
    private final long correct;
    private final long total;

    private ConfusionMatrix(long[][] counts) {
        int classes = counts.length;
        this.counts = counts;
        this.goldCounts = new long[classes];
        this.predictedCounts = new long[classes];
        long onDiagonal = 0;
        long all = 0;
        for (int gold = 0; gold < classes; gold++) {
            onDiagonal += counts[gold][gold];
            for (int predicted = 0; predicted < classes; predicted++) {
                long count = counts[gold][predicted];
                goldCounts[gold] += count;
                predictedCounts[predicted] += count;
                all += count;
            }
        }
        this.correct = onDiagonal;
        this.total = all;
    }

    /// Takes counts that someone else has made: `counts[gold][predicted]`, square.
    static ConfusionMatrix of(long[][] counts) {
        return new ConfusionMatrix(counts);
    }

    /// Counts predictions.
    ///
    /// @param gold the true class of each example
    /// @param predicted the predicted class of each example
    /// @param classes `n`; ids are `0..n-1`
    /// @return the matrix
    /// @throws IllegalArgumentException if the lengths differ, or there are no examples
    /// @throws IndexOutOfBoundsException if an id is none of `0..n-1`
    public static ConfusionMatrix of(int[] gold, int[] predicted, int classes) {
        if (gold.length != predicted.length || gold.length == 0) {
            throw new IllegalArgumentException("confusion matrix: " + gold.length + " gold labels, " + predicted.length
                    + " predictions: need one of each for every example");
        }
        long[][] counts = new long[classes][classes];
        for (int i = 0; i < gold.length; i++) {
            counts[checked("gold label", gold[i], i, classes)][checked("prediction", predicted[i], i, classes)]++;
        }
        return new ConfusionMatrix(counts);
    }

    private static int checked(String what, int id, int example, int classes) {
        if (id < 0 || id >= classes) {
            throw new IndexOutOfBoundsException(
                    "confusion matrix: " + what + " " + id + " at " + example + ": classes are 0.." + (classes - 1));
        }
        return id;
    }

    /// How many classes there are.
    ///
    /// @return `n`
    public int classes() {
        return counts.length;
    }

    /// One cell.
    ///
    /// @param gold a true class
    /// @param predicted a predicted class
    /// @return how often they meet
    public long count(int gold, int predicted) {
        return counts[gold][predicted];
    }

    /// How many examples belong to a class.
    ///
    /// @param k the class
    /// @return `t_k`
    public long goldCount(int k) {
        return goldCounts[k];
    }

    /// How often a class was predicted.
    ///
    /// @param k the class
    /// @return `p_k`
    public long predictedCount(int k) {
        return predictedCounts[k];
    }

    /// How many examples there are.
    ///
    /// @return `s`, at least 1
    public long total() {
        return total;
    }

    /// The share of correct predictions.
    ///
    /// @return `c / s`
    public double accuracy() {
        return (double) correct / total;
    }

    /// Matthews' correlation coefficient in its form for many classes (Gorodkin 2004):
    /// `(c s - sum t_k p_k) / sqrt((s² - sum p_k²) (s² - sum t_k²))`.
    ///
    /// @return the coefficient in `-1..1`; 0 where it is undefined because only one class occurs on either side
    public double matthewsCorrelation() {
        double goldTimesPredicted = 0;
        double goldSquared = 0;
        double predictedSquared = 0;
        for (int k = 0; k < classes(); k++) {
            goldTimesPredicted += (double) goldCounts[k] * predictedCounts[k];
            goldSquared += (double) goldCounts[k] * goldCounts[k];
            predictedSquared += (double) predictedCounts[k] * predictedCounts[k];
        }
        double square = (double) total * total;
        double spread = Math.sqrt(square - predictedSquared) * Math.sqrt(square - goldSquared);
        return spread == 0 ? 0 : ((double) correct * total - goldTimesPredicted) / spread;
    }

    /// Cohen's kappa: agreement beyond chance, `(a - e) / (1 - e)` with `a = c / s` and `e = sum t_k p_k / s²`.
    ///
    /// @return kappa, at most 1; 0 where it is undefined because a single class makes chance agreement certain
    public double cohensKappa() {
        double goldTimesPredicted = 0;
        for (int k = 0; k < classes(); k++) {
            goldTimesPredicted += (double) goldCounts[k] * predictedCounts[k];
        }
        double square = (double) total * total;
        return goldTimesPredicted == square ? 0 : ((double) correct * total - goldTimesPredicted) / (square - goldTimesPredicted);
    }
}
