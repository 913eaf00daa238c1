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
    EQUALISED_ODDS,
    /// An adversary that guesses the group from the vector that the classifier reads, and that the encoder learns to mislead.
    ADVERSARIAL;

    /// Whether it is a penalty, which is on the probability of a positive label.
    public boolean hasPenalty() {
        return this == DEMOGRAPHIC_PARITY || this == EQUALISED_ODDS;
    }

    /// Whether it is chosen how much it counts.
    public boolean isWeighted() {
        return hasPenalty() || this == ADVERSARIAL;
    }

    /// The weight where none is given. More of an adversary breaks more than it mends; see docs/fairness.md.
    public double usualWeight() {
        return this == ADVERSARIAL ? 0.3 : 1;
    }

    /// On a command line: `demographic-parity`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
