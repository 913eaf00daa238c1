package dev.lathe.train.privacy;

import java.util.Locale;

/// What many steps together spend: the ε at a given δ. docs/privacy.md has the formulas and holds the three against each other.
public enum Accountant {
    /// Rényi divergences: an upper bound, some percent above the least. Source: Mironov, Talwar and Zhang, 2019.
    RDP {
        @Override
        double spent(SampledGaussian step, long steps, double delta) {
            return RenyiAccountant.epsilon(step, steps, delta, RenyiAccountant.Conversion.IMPROVED);
        }
    },
    /// Distributions of the privacy loss, rounded upwards and convolved: an upper bound, the least to several digits. Source:
    /// Koskela, Jälkö and Honkela, 2020; Doroshenko et al., 2022.
    PLD {
        @Override
        double spent(SampledGaussian step, long steps, double delta) {
            return LossAccountant.epsilon(step, steps, delta);
        }
    },
    /// The limit of many steps: an estimate that may lie below the truth, and therefore no guarantee. Source: Bu et al., 2020.
    GDP {
        @Override
        double spent(SampledGaussian step, long steps, double delta) {
            return GaussianAccountant.epsilon(step, steps, delta);
        }
    };

    abstract double spent(SampledGaussian step, long steps, double delta);

    /// @param steps all alike, 0 or more
    /// @param delta more than 0 and less than 1
    /// @return may be infinite
    public double epsilon(SampledGaussian step, long steps, double delta) {
        if (steps < 0) {
            throw new IllegalArgumentException("steps %d: needs 0 or more".formatted(steps));
        }
        requireDelta(delta);
        return steps == 0 ? 0 : Math.max(0, spent(step, steps, delta));
    }

    /// Whether what it says is an upper bound.
    public boolean isBound() {
        return this != GDP;
    }

    /// As `--accountant` has it: `rdp`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static void requireDelta(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta %s: needs more than 0 and less than 1".formatted(delta));
        }
    }
}
