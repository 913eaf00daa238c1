package dev.lathe.train.evaluate.calibration;

import java.util.List;
import java.util.stream.IntStream;

/// What a classifier gave each class of each example, and which class is right.
///
/// No record: its components are arrays. Treat them as read-only.
public final class ScoredClasses {
    private static final double LEAST = 0.05;
    private static final double MOST = 20;
    /// Halvings of the range, after which a double has no finer one.
    private static final int HALVINGS = 60;

    private final float[] logits;
    private final int[] gold;
    private final int classes;
    private final List<String> names;

    /// @param logits of the first example's classes, then the second's
    /// @param gold the right class of each
    public ScoredClasses(float[] logits, int[] gold) {
        this(logits, gold, IntStream.range(0, logits.length / gold.length).mapToObj(Integer::toString).toList());
    }

    /// @param names of the classes, by their ids
    public ScoredClasses(float[] logits, int[] gold, List<String> names) {
        this.logits = logits;
        this.gold = gold;
        this.classes = logits.length / gold.length;
        this.names = List.copyOf(names);
    }

    /// How many things were judged.
    public int size() {
        return gold.length;
    }

    public int classes() {
        return classes;
    }

    /// The classes' names, by their ids; their numbers if nobody has named them.
    public List<String> names() {
        return names;
    }

    /// The class that one got most for; of several the first.
    public int best(int example) {
        return Reliability.best(probabilities(example));
    }

    /// The right class of one.
    public int gold(int example) {
        return gold[example];
    }

    /// What each class of one got, together 1.
    public double[] probabilities(int example) {
        return probabilities(example, 1);
    }

    /// As a temperature makes them.
    ///
    /// @param temperature what the logits are divided by
    public ScoredClasses at(double temperature) {
        var divided = new float[logits.length];
        for (int i = 0; i < divided.length; i++) {
            divided[i] = (float) (logits[i] / temperature);
        }
        return new ScoredClasses(divided, gold, names);
    }

    /// The temperature with the least cross-entropy, between 0.05 and 20. Source: Guo et al., 2017, section 4.2.
    ///
    /// The slope of the loss by 1 / temperature, Σ (expected logit - right logit), only rises: it is 0 in one place, which halving
    /// finds.
    public double bestTemperature() {
        double low = 1 / MOST;
        double high = 1 / LEAST;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = Math.sqrt(low * high);
            if (slope(middle) > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return 1 / Math.sqrt(low * high);
    }

    private double slope(double inverse) {
        double sum = 0;
        for (int i = 0; i < gold.length; i++) {
            double[] p = probabilities(i, inverse);
            for (int c = 0; c < classes; c++) {
                sum += p[c] * logit(i, c);
            }
            sum -= logit(i, gold[i]);
        }
        return sum;
    }

    /// Expected calibration error over 15 bins of the same width: the mean distance of how sure the model is from how often it is
    /// right, 0 to 1. Source: Naeini, Cooper and Hauskrecht, 2015; Guo et al., 2017, equation 3.
    ///
    /// @param temperature what the logits are divided by; 1 for none
    public double expectedCalibrationError(double temperature) {
        return Reliability.of(this, temperature).expectedCalibrationError();
    }

    private double logit(int example, int c) {
        return logits[example * classes + c];
    }

    double[] probabilities(int example, double inverse) {
        var p = new double[classes];
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            most = Math.max(most, logit(example, c));
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            p[c] = StrictMath.exp((logit(example, c) - most) * inverse);
            sum += p[c];
        }
        for (int c = 0; c < classes; c++) {
            p[c] /= sum;
        }
        return p;
    }
}
