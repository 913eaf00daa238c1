package dev.lathe.train.metrics;

/// The mean of the classes' F1 scores.
final class MacroF1Score implements SampleScore {

    private final int[] gold;
    private final int[] predicted;
    private final int classes;

    MacroF1Score(int[] gold, int[] predicted, int classes) {
        // Refuses what a report would refuse.
        ConfusionMatrix.of(gold, predicted, classes);
        this.gold = gold.clone();
        this.predicted = predicted.clone();
        this.classes = classes;
    }

    @Override
    public int examples() {
        return gold.length;
    }

    @Override
    public double of(int[] chosen) {
        long[] correct = new long[classes];
        long[] claimed = new long[classes];
        for (int example : chosen) {
            int label = gold[example];
            claimed[label]++;
            claimed[predicted[example]]++;
            if (label == predicted[example]) {
                correct[label]++;
            }
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            sum += claimed[k] == 0 ? 0 : 2.0 * correct[k] / claimed[k];
        }
        return sum / classes;
    }
}
