package dev.lathe.trust.federation;

import java.util.OptionalDouble;

/// What a client does in a round.
///
/// @param amount how many
/// @param epochs whether passes over its data are counted, else optimiser steps
/// @param proximal mu of FedProx: how much its values are drawn back to those of the round's beginning; not at all if empty
public record LocalWork(int amount, boolean epochs, OptionalDouble proximal) {
    public LocalWork {
        if (amount < 1) {
            throw new IllegalArgumentException("%s %d: needs at least 1".formatted(epochs ? "local-epochs" : "local-steps", amount));
        }
        proximal.ifPresent(mu -> {
            if (!(mu > 0) || Double.isInfinite(mu)) {
                throw new IllegalArgumentException("proximal %s: needs more than 0".formatted(mu));
            }
        });
    }

    public static LocalWork ofEpochs(int epochs) {
        return new LocalWork(epochs, true, OptionalDouble.empty());
    }

    public static LocalWork ofSteps(int steps) {
        return new LocalWork(steps, false, OptionalDouble.empty());
    }

    public LocalWork withProximal(double mu) {
        return new LocalWork(amount, epochs, OptionalDouble.of(mu));
    }

    /// @param share of the round's work, more than 0 and at most 1
    int steps(int stepsPerEpoch, double share) {
        int all = epochs ? Math.multiplyExact(amount, stepsPerEpoch) : amount;
        return Math.max(1, (int) Math.rint(all * share));
    }
}
