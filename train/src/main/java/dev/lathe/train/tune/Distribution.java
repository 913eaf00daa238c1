package dev.lathe.train.tune;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashSet;
import java.util.List;

/// The values that one option may have. Methods of search see each as a number in `[0,1]`.
///
/// Real values have four significant digits, so that a table shows what was trained.
public sealed interface Distribution {
    /// The value at a place.
    ///
    /// @param unit 0 or more and 1 at most
    String word(double unit);

    /// A place at which [#word] gives this value.
    double unit(String word);

    /// How many values there are if they have no order; 0 for numbers.
    default int choices() {
        return 0;
    }

    /// One of a list, none before another.
    record Choice(List<String> values) implements Distribution {
        /// @throws IllegalArgumentException if there is none, or one twice
        public Choice {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("choice []: needs at least one value");
            }
            if (new HashSet<>(values).size() < values.size()) {
                throw new IllegalArgumentException("choice %s: a value is there twice".formatted(values));
            }
        }

        @Override
        public String word(double unit) {
            return values.get(Math.min((int) (unit * values.size()), values.size() - 1));
        }

        @Override
        public double unit(String word) {
            return (values.indexOf(word) + 0.5) / values.size();
        }

        @Override
        public int choices() {
            return values.size();
        }
    }

    /// A number, each as likely as any other.
    record Uniform(double low, double high) implements Distribution {
        /// @throws IllegalArgumentException if the bounds are no range
        public Uniform {
            requireRange("uniform", low, high);
        }

        @Override
        public String word(double unit) {
            return rounded(low + unit * (high - low), low, high);
        }

        @Override
        public double unit(String word) {
            return (Double.parseDouble(word) - low) / (high - low);
        }
    }

    /// A number whose logarithm is uniform: each power of ten as likely as any other.
    record LogUniform(double low, double high) implements Distribution {
        /// @throws IllegalArgumentException if the bounds are no range, or the lower one is not above 0
        public LogUniform {
            requireRange("log-uniform", low, high);
            if (low <= 0) {
                throw new IllegalArgumentException("log-uniform [%s, %s]: needs a lower bound above 0".formatted(low, high));
            }
        }

        @Override
        public String word(double unit) {
            double from = StrictMath.log(low);
            return rounded(StrictMath.exp(from + unit * (StrictMath.log(high) - from)), low, high);
        }

        @Override
        public double unit(String word) {
            double from = StrictMath.log(low);
            return (StrictMath.log(Double.parseDouble(word)) - from) / (StrictMath.log(high) - from);
        }
    }

    /// A whole number, both bounds among them.
    record Int(long low, long high) implements Distribution {
        /// @throws IllegalArgumentException if the lower bound is not below the upper one
        public Int {
            if (low >= high) {
                throw new IllegalArgumentException("int [%d, %d]: needs a lower bound below the upper one".formatted(low, high));
            }
        }

        @Override
        public String word(double unit) {
            return Long.toString(Math.min(low + (long) (unit * (high - low + 1)), high));
        }

        @Override
        public double unit(String word) {
            return (Long.parseLong(word) - low + 0.5) / (high - low + 1);
        }
    }

    private static void requireRange(String kind, double low, double high) {
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException("%s [%s, %s]: needs a lower bound below the upper one".formatted(kind, low, high));
        }
    }

    private static String rounded(double value, double low, double high) {
        double short4 = new BigDecimal(value).round(new MathContext(4)).doubleValue();
        return Double.toString(Math.clamp(short4, low, high));
    }
}
