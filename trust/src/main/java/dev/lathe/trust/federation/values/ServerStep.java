package dev.lathe.trust.federation.values;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How the common values move to what the clients' have become together.
///
/// Stateful: one for each federation.
public sealed interface ServerStep {
    /// Moves the common values.
    ///
    /// @param values of before, changed in place
    /// @param combined of the clients' values
    void move(float[] values, Aggregation.Combined combined);

    /// What it remembers between rounds: vectors as long as the values, or nothing.
    List<double[]> memory();

    /// Sets what [#memory] has given.
    void remember(List<double[]> memory);

    /// As reports tell it.
    String word();

    private static void requireVectors(List<double[]> memory, int count) {
        if (memory.size() != count) {
            throw new IllegalArgumentException("server: remembers %d vectors, not %d".formatted(count, memory.size()));
        }
    }

    /// The clients' values take the place of the common ones, each rounded once.
    record Replace() implements ServerStep {
        @Override
        public void move(float[] values, Aggregation.Combined combined) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) combined.at(i);
            }
        }

        @Override
        public List<double[]> memory() {
            return List.of();
        }

        @Override
        public void remember(List<double[]> memory) {
            requireVectors(memory, 0);
        }

        @Override
        public String word() {
            return "replace";
        }
    }

    /// The adaptive rules.
    enum Rule { ADAM, YOGI }

    /// What the rules are set to.
    ///
    /// @param learningRate of the server, more than 0
    /// @param beta1 share of the first moment that stays, 0 or more and less than 1; usually 0.9
    /// @param beta2 that of the second; usually 0.99
    /// @param tau added to the root of the second moment, whose square that moment begins with; usually 1e-3
    record Settings(double learningRate, double beta1, double beta2, double tau) {
        public Settings {
            positive("server-lr", learningRate);
            positive("server-tau", tau);
            belowOne("server-beta1", beta1);
            belowOne("server-beta2", beta2);
        }

        private static void positive(String name, double value) {
            if (!(value > 0) || Double.isInfinite(value)) {
                throw new IllegalArgumentException("%s %s: needs more than 0".formatted(name, value));
            }
        }

        private static void belowOne(String name, double value) {
            if (!(value >= 0 && value < 1)) {
                throw new IllegalArgumentException("%s %s: needs 0 or more and less than 1".formatted(name, value));
            }
        }
    }

    /// The common values take a step of an optimiser, whose gradient is the difference D of the clients' values from them:
    ///
    ///     m = beta1 m + (1 - beta1) D
    ///     v = beta2 v + (1 - beta2) D²                      Adam
    ///     v = v - (1 - beta2) D² sign(v - D²)               Yogi
    ///     w = w + rate m / (sqrt(v) + tau)
    ///
    /// Source: Reddi et al., "Adaptive federated optimization", ICLR 2021, algorithm 2.
    final class Adaptive implements ServerStep {
        private final Rule rule;
        private final Settings settings;
        private double[] first = new double[0];
        private double[] second = new double[0];

        public Adaptive(Rule rule, Settings settings) {
            this.rule = rule;
            this.settings = settings;
        }

        @Override
        public void move(float[] values, Aggregation.Combined combined) {
            if (first.length == 0) {
                first = new double[values.length];
                second = new double[values.length];
                Arrays.fill(second, settings.tau * settings.tau);
            }
            for (int i = 0; i < values.length; i++) {
                double difference = combined.at(i) - values[i];
                double square = difference * difference;
                first[i] = settings.beta1 * first[i] + (1 - settings.beta1) * difference;
                second[i] = switch (rule) {
                    case ADAM -> settings.beta2 * second[i] + (1 - settings.beta2) * square;
                    case YOGI -> second[i] - (1 - settings.beta2) * square * Math.signum(second[i] - square);
                };
                values[i] = (float) (values[i] + settings.learningRate * first[i] / (Math.sqrt(second[i]) + settings.tau));
            }
        }

        @Override
        public List<double[]> memory() {
            return List.of(first, second);
        }

        @Override
        public void remember(List<double[]> memory) {
            requireVectors(memory, 2);
            first = memory.getFirst();
            second = memory.getLast();
        }

        @Override
        public String word() {
            return rule.name().toLowerCase(Locale.ROOT) + " " + settings.learningRate;
        }
    }
}
