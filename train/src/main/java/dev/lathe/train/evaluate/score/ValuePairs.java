package dev.lathe.train.evaluate.score;

/// True and predicted numbers that belong together.
final class ValuePairs {

    private ValuePairs() {
    }

    static void check(String what, double[] gold, double[] predicted) {
        if (gold.length != predicted.length || gold.length == 0) {
            throw new IllegalArgumentException(what + ": " + gold.length + " gold values, " + predicted.length
                    + " predictions: need one of each for every example");
        }
        for (int i = 0; i < gold.length; i++) {
            if (!Double.isFinite(gold[i]) || !Double.isFinite(predicted[i])) {
                throw new IllegalArgumentException(
                        what + ": example " + i + ": gold " + gold[i] + ", predicted " + predicted[i] + ": not finite");
            }
        }
    }
}
