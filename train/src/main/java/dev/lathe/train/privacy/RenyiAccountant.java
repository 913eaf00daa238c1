package dev.lathe.train.privacy;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Adds up Rényi divergences of each order and takes the order that gives the least ε.
public final class RenyiAccountant {
    private static final double[] ORDERS = DoubleStream.concat(
            IntStream.range(11, 110).mapToDouble(tenth -> tenth / 10.0),
            DoubleStream.concat(IntStream.range(11, 65).asDoubleStream(), DoubleStream.of(128, 256, 512, 1024))).toArray();

    private RenyiAccountant() {}

    /// How a divergence becomes an ε at a given δ.
    public enum Conversion {
        /// `ε = divergence + log(1 / δ) / (order - 1)`. Source: Mironov, 2017, proposition 3.
        CLASSIC {
            @Override
            double epsilon(double divergence, double order, double delta) {
                return divergence - StrictMath.log(delta) / (order - 1);
            }
        },
        /// `ε = divergence + log(1 - 1 / order) - log(δ order) / (order - 1)`: never more. Source: Balle et al., 2020, theorem 21;
        /// Canonne, Kamath and Steinke, 2020, proposition 12.
        IMPROVED {
            @Override
            double epsilon(double divergence, double order, double delta) {
                return divergence + StrictMath.log1p(-1 / order) - StrictMath.log(delta * order) / (order - 1);
            }
        };

        abstract double epsilon(double divergence, double order, double delta);
    }

    /// @param steps more than 0
    public static double epsilon(SampledGaussian step, long steps, double delta, Conversion conversion) {
        double least = Double.POSITIVE_INFINITY;
        for (double order : ORDERS) {
            least = Math.min(least, conversion.epsilon(steps * RenyiDivergence.of(step, order), order, delta));
        }
        return least;
    }
}
