package dev.lathe.train.fairness;

import java.util.Locale;

/// What is done for fairness while a classifier learns.
public enum FairTraining {
    /// Nothing.
    NONE,
    /// Each example counts n(group) n(label) / (n n(group, label)). Source: Kamiran and Calders, 2012, section 4.3.
    REWEIGHING,
    /// A penalty on how far the groups' mean probabilities of the positive label are from that of all in a batch.
    DEMOGRAPHIC_PARITY,
    /// The same penalty among the texts that have the positive label, and among those that have another.
    EQUALISED_ODDS;

    boolean hasPenalty() {
        return this == DEMOGRAPHIC_PARITY || this == EQUALISED_ODDS;
    }

    /// On a command line: `demographic-parity`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
