package dev.lathe.train.loop;

/// Which average of the parameters over the training is evaluated and kept instead of the last ones.
public sealed interface Averaging {
    /// None.
    Averaging NONE = new None();

    record None() implements Averaging {}

    /// Exponential, after each step. Source: Polyak and Juditsky, 1992; Tarvainen and Valpola, 2017, section 2.
    ///
    /// @param decay what of the average stays each step, more than 0 and less than 1: 0.999
    record Exponential(double decay) implements Averaging {
        public Exponential {
            if (!(decay > 0 && decay < 1)) {
                throw new IllegalArgumentException("ema %s: needs more than 0 and less than 1".formatted(decay));
            }
        }
    }

    /// The mean of those after each epoch from one on. Source: Izmailov et al., 2018.
    ///
    /// @param fromEpoch from 1
    record Epochs(int fromEpoch) implements Averaging {
        public Epochs {
            if (fromEpoch < 1) {
                throw new IllegalArgumentException("swaFrom %d: needs at least 1".formatted(fromEpoch));
            }
        }
    }
}
