package dev.lathe.train.fairness;

/// Weights by group and label with which the two are independent: n(group) n(label) / (n n(group, label)).
///
/// Source: Kamiran and Calders, 2012, section 4.3, algorithm 3.
final class Reweighing {
    private final double[][] weights;

    /// @param groups of all training examples
    /// @param labels of the same
    Reweighing(int[] groups, int[] labels, int groupCount, int labelCount) {
        var both = new long[groupCount][labelCount];
        var ofGroup = new long[groupCount];
        var ofLabel = new long[labelCount];
        for (int i = 0; i < groups.length; i++) {
            both[groups[i]][labels[i]]++;
            ofGroup[groups[i]]++;
            ofLabel[labels[i]]++;
        }
        weights = new double[groupCount][labelCount];
        for (int g = 0; g < groupCount; g++) {
            for (int y = 0; y < labelCount; y++) {
                // Of what is not there nothing is learnt, whatever it would count.
                weights[g][y] = both[g][y] == 0 ? 1 : (double) ofGroup[g] * ofLabel[y] / ((double) groups.length * both[g][y]);
            }
        }
    }

    double of(int group, int label) {
        return weights[group][label];
    }
}
