package dev.lathe.nn;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.device.Philox;
import java.util.Arrays;

/// The values that a parameter starts from when no checkpoint has them.
public sealed interface Initializer {
    /// All zeros: biases.
    Initializer ZEROS = new Constant(0);
    /// All ones: weights of layer normalisation.
    Initializer ONES = new Constant(1);

    /// Normally distributed about 0.
    ///
    /// @param deviation the standard deviation; BERT's `initializer_range`
    static Initializer normal(double deviation) {
        return new Normal(deviation);
    }

    /// Sets `parameter` to its starting values. They depend on the seed and the parameter's name only, not on
    /// what else is initialised.
    void initialize(Parameter parameter, long seed);

    /// @param value of every element
    record Constant(float value) implements Initializer {
        @Override
        public void initialize(Parameter parameter, long seed) {
            var values = new float[parameter.shape().size()];
            Arrays.fill(values, value);
            parameter.value().buffer().write(0, values, 0, values.length);
        }
    }

    /// @param deviation the standard deviation
    record Normal(double deviation) implements Initializer {
        /// The generator's site for initial values: far from those of dropout, which count from 0.
        private static final int SITE = 0x696E6974;
        private static final double UNIT = 0x1p-32;

        /// Two normal values from two uniform ones (Box and Muller, 1958), by `StrictMath` for the same bits
        /// everywhere.
        @Override
        public void initialize(Parameter parameter, long seed) {
            var values = new float[parameter.shape().size()];
            var words = new int[4];
            int name = parameter.name().hashCode();
            for (int i = 0; i < values.length; i += 2) {
                Philox.block(Philox.key0(seed), Philox.key1(seed, 0), i / 2, name, 0, SITE, words, 0);
                double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform(words[0])));
                double angle = 2 * Math.PI * uniform(words[1]);
                values[i] = (float) (deviation * radius * StrictMath.cos(angle));
                if (i + 1 < values.length) {
                    values[i + 1] = (float) (deviation * radius * StrictMath.sin(angle));
                }
            }
            parameter.value().buffer().write(0, values, 0, values.length);
        }

        /// In (0, 1).
        private static double uniform(int word) {
            return (Integer.toUnsignedLong(word) + 0.5) * UNIT;
        }
    }
}
