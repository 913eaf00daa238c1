package dev.lathe.trust.review;

import java.util.Set;

/// Which decisions a person is to look at.
///
/// @param below all with less confidence; 0 for none
/// @param labels all with one of these
public record ReviewRule(double below, Set<String> labels) {
    /// @throws IllegalArgumentException if the bound is no probability
    public ReviewRule {
        if (!(below >= 0 && below <= 1)) {
            throw new IllegalArgumentException("review: below %s: must be 0 to 1".formatted(below));
        }
        labels = Set.copyOf(labels);
    }

    /// @param chosen the labels of the decision
    /// @param confidence of the least certain one
    public boolean wants(Iterable<String> chosen, double confidence) {
        // Written so that what is no number is looked at.
        if (!(confidence >= below)) {
            return true;
        }
        for (String label : chosen) {
            if (labels.contains(label)) {
                return true;
            }
        }
        return false;
    }
}
