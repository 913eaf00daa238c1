package dev.lathe.train.evaluate.score;

import java.util.Arrays;
import java.util.stream.Stream;

/// The mean of the classes' F1 scores. A class that occurs among the examples but not among the chosen ones has none there and is left out, as
/// scikit-learn does; one that occurs nowhere counts as 0, as in the report.
final class MacroF1Score implements SampleScore {

    private final int[][] gold;
    private final int[][] predicted;
    private final int classes;
    /// Which classes some example has, or is given.
    private final boolean[] occurs;

    /// Of examples with one class each.
    MacroF1Score(int[] gold, int[] predicted, int classes) {
        this(alone(gold), alone(predicted), classes);
    }

    /// Of examples with any number of classes each.
    MacroF1Score(int[][] gold, int[][] predicted, int classes) {
        // Refuses what a report would refuse.
        ConfusionMatrix.of(flat(gold), flat(predicted), classes);
        for (int i = 0; i < gold.length; i++) {
            if (gold[i].length != predicted[i].length) {
                throw new IllegalArgumentException("macro F1: example " + i + ": " + gold[i].length + " gold labels, "
                        + predicted[i].length + " predictions");
            }
        }
        this.gold = gold.clone();
        this.predicted = predicted.clone();
        this.classes = classes;
        occurs = new boolean[classes];
        Stream.of(gold, predicted).flatMap(Arrays::stream).flatMapToInt(Arrays::stream).forEach(label -> occurs[label] = true);
    }

    private static int[][] alone(int[] classes) {
        return Arrays.stream(classes).mapToObj(one -> new int[] {one}).toArray(int[][]::new);
    }

    private static int[] flat(int[][] classes) {
        return Arrays.stream(classes).flatMapToInt(Arrays::stream).toArray();
    }

    @Override
    public int examples() {
        return gold.length;
    }

    @Override
    public boolean isShare() {
        return true;
    }

    @Override
    public double of(int[] chosen) {
        long[] correct = new long[classes];
        long[] claimed = new long[classes];
        for (int example : chosen) {
            for (int i = 0; i < gold[example].length; i++) {
                int label = gold[example][i];
                claimed[label]++;
                claimed[predicted[example][i]]++;
                if (label == predicted[example][i]) {
                    correct[label]++;
                }
            }
        }
        double sum = 0;
        int counted = 0;
        for (int k = 0; k < classes; k++) {
            sum += claimed[k] == 0 ? 0 : 2.0 * correct[k] / claimed[k];
            counted += claimed[k] > 0 || !occurs[k] ? 1 : 0;
        }
        return sum / counted;
    }
}
