package dev.lathe.train.evaluate.group;

import java.util.Locale;

/// What groups may be held to have in common. Of each there is a difference, best 0, and a ratio, best 1.
public enum Parity {
    /// The selection rate: largest less smallest, and smallest by largest. Source: Dwork et al., 2012, section 3.
    DEMOGRAPHIC_PARITY {
        @Override
        double difference(GroupCounts counts) {
            return GroupCounts.difference(counts.selectionRates());
        }

        @Override
        double ratio(GroupCounts counts) {
            return GroupCounts.ratio(counts.selectionRates());
        }
    },
    /// The true and the false positive rate: the larger of their differences, the smaller of their ratios. Source: Hardt et al., 2016,
    /// definition 2.1.
    EQUALISED_ODDS {
        @Override
        double difference(GroupCounts counts) {
            return Math.max(GroupCounts.difference(counts.truePositiveRates()), GroupCounts.difference(counts.falsePositiveRates()));
        }

        @Override
        double ratio(GroupCounts counts) {
            return Math.min(GroupCounts.ratio(counts.truePositiveRates()), GroupCounts.ratio(counts.falsePositiveRates()));
        }
    },
    /// The true positive rate alone. Source: Hardt et al., 2016, definition 2.2.
    EQUAL_OPPORTUNITY {
        @Override
        double difference(GroupCounts counts) {
            return GroupCounts.difference(counts.truePositiveRates());
        }

        @Override
        double ratio(GroupCounts counts) {
            return GroupCounts.ratio(counts.truePositiveRates());
        }
    };

    abstract double difference(GroupCounts counts);

    abstract double ratio(GroupCounts counts);

    /// In JSON: `demographic_parity`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// On a command line: `demographic-parity`.
    public String word() {
        return key().replace('_', '-');
    }
}
