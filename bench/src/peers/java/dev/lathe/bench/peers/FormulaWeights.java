package dev.lathe.bench.peers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Weights from integer arithmetic alone, so that any engine can reproduce them to the bit without a file.
///
/// Element `k` of the parameter `name` is `(float) (scale * unit(name, k))`, where `unit` maps the upper 24 bits of a
/// mixed 32-bit integer to `[-1, 1)`:
///
/// ```
/// h = name.hashCode() + 0x9E3779B9 * k
/// h ^= h >>> 16;  h *= 0x85EBCA6B;  h ^= h >>> 13;  h *= 0xC2B2AE35;  h ^= h >>> 16
/// unit = ((h >>> 8) - 8388608) / 8388608.0
/// ```
///
/// The mixing steps are the finalizer of MurmurHash3 (public domain).
final class FormulaWeights {

    private FormulaWeights() {}

    /// The number in `[-1, 1)` at index `k` of the sequence called `name`.
    static double unit(String name, int k) {
        int h = name.hashCode() + 0x9E3779B9 * k;
        h ^= h >>> 16;
        h *= 0x85EBCA6B;
        h ^= h >>> 13;
        h *= 0xC2B2AE35;
        h ^= h >>> 16;
        return ((h >>> 8) - 8388608) / 8388608.0;
    }

    /// One parameter: uniform in `[-scale, scale)`.
    static float[] uniform(String name, long[] shape, double scale) {
        var values = new float[elements(shape)];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) (scale * unit(name, k));
        }
        return values;
    }

    /// A freshly initialised part: matrices uniform in `[-scale, scale)`, LayerNorm weights 1, biases 0.
    static float[] initial(String name, long[] shape, double scale) {
        if (shape.length > 1) {
            return uniform(name, shape, scale);
        }
        var values = new float[elements(shape)];
        if (name.endsWith("LayerNorm.weight")) {
            Arrays.fill(values, 1f);
        }
        return values;
    }

    /// A whole model in which no two parts are alike: everything uniform, LayerNorm weights around 1.
    static SequencedMap<String, float[]> varied(BertShape shape, double scale) {
        var weights = new LinkedHashMap<String, float[]>();
        shape.parameterShapes().forEach((name, dims) -> {
            float[] values = uniform(name, dims, scale);
            if (name.endsWith("LayerNorm.weight")) {
                for (int k = 0; k < values.length; k++) {
                    values[k] = (float) (1.0 + scale * unit(name, k));
                }
            }
            weights.put(name, values);
        });
        return weights;
    }

    private static int elements(long[] shape) {
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return Math.toIntExact(elements);
    }
}
