package dev.lathe.bench.peers;

import java.util.Map;
import java.util.SequencedMap;

/// Where the values of a model's parameters come from, one parameter at a time: a whole second model on the heap would count
/// as the engine's memory.
@FunctionalInterface
interface WeightSource {

    /// The values of one parameter, row by row.
    float[] values(String name);

    /// @throws IllegalArgumentException when asked for a parameter that `weights` lacks
    static WeightSource of(Map<String, float[]> weights) {
        return name -> {
            float[] values = weights.get(name);
            if (values == null) {
                throw new IllegalArgumentException("no weight '" + name + "'");
            }
            return values;
        };
    }

    /// A model as a fresh initialiser leaves it; see [FormulaWeights].
    static WeightSource initial(BertShape shape, double scale) {
        SequencedMap<String, long[]> shapes = shape.parameterShapes();
        return name -> FormulaWeights.initial(name, shapes.get(name), scale);
    }
}
