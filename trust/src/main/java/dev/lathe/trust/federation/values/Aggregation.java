package dev.lathe.trust.federation.values;

import java.util.Arrays;
import java.util.List;

/// What becomes of the values of several clients, coordinate by coordinate. docs/federation.md has the formulas and what each withstands.
///
/// All sums are in double and in the order of the clients.
public sealed interface Aggregation {
    /// The common values.
    @FunctionalInterface
    interface Combined {
        /// @param coordinate from 0
        double at(int coordinate);
    }

    /// @param updates all finite and of one length
    /// @throws IllegalArgumentException if they are fewer than [#least]
    Combined of(List<Update> updates);

    /// The mean, each client weighing as much as it has examples. One client among many can move it anywhere.
    ///
    /// Source: McMahan et al., "Communication-efficient learning of deep networks from decentralized data", AISTATS 2017, algorithm 1.
    record Mean() implements Aggregation {
        @Override
        public Combined of(List<Update> updates) {
            long all = updates.stream().mapToLong(Update::examples).sum();
            return i -> {
                double sum = 0;
                for (Update update : updates) {
                    sum += (double) update.examples() * update.values()[i];
                }
                return sum / all;
            };
        }
    }

    /// The median of each coordinate, clients weighing alike; of an even number the mean of the middle two. Holds while fewer than half lie.
    ///
    /// Source: Yin et al., "Byzantine-robust distributed learning: towards optimal statistical rates", ICML 2018, definition 1.
    record Median() implements Aggregation {
        @Override
        public Combined of(List<Update> updates) {
            return i -> {
                double[] sorted = sorted(updates, i);
                int middle = sorted.length / 2;
                return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            };
        }
    }

    /// The mean of each coordinate without the least and the greatest values, clients weighing alike. Holds while at most the share lies.
    ///
    /// Source: Yin et al., 2018, definition 2.
    ///
    /// @param share of the clients left out at each end, 0 or more and less than a half; rounded down to whole clients
    record TrimmedMean(double share) implements Aggregation {
        public TrimmedMean {
            if (!(share >= 0 && share < 0.5)) {
                throw new IllegalArgumentException("trim %s: needs 0 or more and less than 0.5".formatted(share));
            }
        }

        @Override
        public Combined of(List<Update> updates) {
            // A fifth of five clients is one, though 0.2 is a little more or less than that.
            int out = (int) Math.floor(share * updates.size() + 1e-9);
            return i -> {
                double[] sorted = sorted(updates, i);
                double sum = 0;
                for (int k = out; k < sorted.length - out; k++) {
                    sum += sorted[k];
                }
                return sum / (sorted.length - 2 * out);
            };
        }
    }

    /// The values of that client whose nearest neighbours are nearest: the sum of its squared distances to the n - f - 2 clients next to it is
    /// the least. Needs n of 2 f + 3 or more.
    ///
    /// Source: Blanchard et al., "Machine learning with adversaries: Byzantine tolerant gradient descent", NIPS 2017, section 3.
    ///
    /// @param liars the most clients that may lie, f
    record Krum(int liars) implements Aggregation {
        public Krum {
            if (liars < 0) {
                throw new IllegalArgumentException("krum: %d liars: needs 0 or more".formatted(liars));
            }
        }

        @Override
        public Combined of(List<Update> updates) {
            float[] chosen = updates.get(chosen(updates)).values();
            return i -> chosen[i];
        }

        /// Which of the clients it is; the first of equals.
        int chosen(List<Update> updates) {
            int count = updates.size();
            if (count < least()) {
                throw new IllegalArgumentException("krum: %d clients: needs %d or more against %d that lie".formatted(count, least(), liars));
            }
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < count; i++) {
                double[] distances = new double[count - 1];
                for (int j = 0, k = 0; j < count; j++) {
                    if (j != i) {
                        distances[k++] = distance(updates.get(i).values(), updates.get(j).values());
                    }
                }
                Arrays.sort(distances);
                double score = Arrays.stream(distances, 0, count - liars - 2).sum();
                if (score < least) {
                    least = score;
                    best = i;
                }
            }
            return best;
        }

        private static double distance(float[] a, float[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                double difference = (double) a[i] - b[i];
                sum += difference * difference;
            }
            return sum;
        }
    }

    private static double[] sorted(List<Update> updates, int coordinate) {
        double[] values = new double[updates.size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = updates.get(k).values()[coordinate];
        }
        Arrays.sort(values);
        return values;
    }

    /// The fewest clients that it can be asked of.
    default int least() {
        return this instanceof Krum(int liars) ? 2 * liars + 3 : 1;
    }

    /// As reports tell it.
    default String word() {
        return switch (this) {
            case Mean() -> "mean";
            case Median() -> "median";
            case TrimmedMean(double share) -> "trimmed-mean %s".formatted(share);
            case Krum(int liars) -> "krum " + liars;
        };
    }
}
