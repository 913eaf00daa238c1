package dev.lathe.train;

import dev.lathe.tensor.Parameter;

/// The weights that the golden files of libtorch were made with, from integer arithmetic alone; the formula stands in
/// those files under `recipe`.
public final class GoldenFormula {
    private GoldenFormula() {}

    public static double unit(String name, int k) {
        int h = name.hashCode() + 0x9E3779B9 * k;
        h ^= h >>> 16;
        h *= 0x85EBCA6B;
        h ^= h >>> 13;
        h *= 0xC2B2AE35;
        h ^= h >>> 16;
        return ((h >>> 8) - 8388608) / 8388608.0;
    }

    /// Sets element k to centre + scale unit(name, k).
    public static void set(Parameter parameter, double centre, double scale) {
        var values = new float[parameter.shape().size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) (centre + scale * unit(parameter.name(), k));
        }
        parameter.value().buffer().write(0, values, 0, values.length);
    }
}
