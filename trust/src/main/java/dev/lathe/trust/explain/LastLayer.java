package dev.lathe.trust.explain;

/// What a classifier's last layer reads of a text, and what it says: enough for the gradient of a loss with respect to that layer.
///
/// No record: its components are arrays.
public final class LastLayer {
    private final float[] features;
    private final double[] probabilities;

    /// @param features that the layer reads
    /// @param logits that it gives, one a label
    LastLayer(float[] features, float[] logits) {
        this.features = features;
        this.probabilities = softmax(logits);
    }

    private static double[] softmax(float[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        var shares = new double[logits.length];
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            shares[c] = StrictMath.exp(logits[c] - most);
            sum += shares[c];
        }
        for (int c = 0; c < logits.length; c++) {
            shares[c] /= sum;
        }
        return shares;
    }

    /// The probability of a label, by its number.
    public double probability(int label) {
        return probabilities[label];
    }

    /// The number of the label that is most probable.
    public int said() {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        return best;
    }

    /// The cosine of the angle between what is read of two texts: -1 to 1; 0 if one is all zeros.
    public double cosine(LastLayer other) {
        double lengths = Math.sqrt(dot(features, features) * dot(other.features, other.features));
        return lengths == 0 ? 0 : dot(features, other.features) / lengths;
    }

    /// How much a step down one text's loss takes off the other's, for a step of length 1 times the gradient: the product of both gradients
    /// of cross-entropy with respect to weight and bias of the layer, Σ_c (p - y)_c (p' - y')_c · (h · h' + 1).
    ///
    /// Source: Pruthi et al., 2020, section 3.2 and, of last layers, section 3.4.
    ///
    /// @param label of this text, by its number
    /// @param otherLabel of the other
    public double influence(int label, LastLayer other, int otherLabel) {
        double sum = 0;
        for (int c = 0; c < probabilities.length; c++) {
            sum += (probabilities[c] - (c == label ? 1 : 0)) * (other.probabilities[c] - (c == otherLabel ? 1 : 0));
        }
        return sum * (dot(features, other.features) + 1);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
