package dev.lathe.nn;

import dev.lathe.tensor.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The values of a model's parameters at one moment, by their names, on the host: to go back to, to average, to compare.
///
/// Takes 4 bytes a value beside the model.
public final class ModelState {
    private final Map<String, float[]> values;

    private ModelState(Map<String, float[]> values) {
        this.values = values;
    }

    /// A copy of what the parameters are now.
    public static ModelState of(List<ModelParameter> parameters) {
        var values = new LinkedHashMap<String, float[]>();
        for (ModelParameter p : parameters) {
            values.put(p.name(), p.parameter().value().toArray());
        }
        return new ModelState(values);
    }

    /// The parameters' names, in the model's order.
    public Set<String> names() {
        return Set.copyOf(values.keySet());
    }

    /// The values of one parameter, row-major; a copy.
    ///
    /// @throws IllegalArgumentException if it has none of this name
    public float[] values(String name) {
        float[] found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException("state of %d parameters: has no '%s'".formatted(values.size(), name));
        }
        return found.clone();
    }

    /// Sets parameters to what they were: of this model or another that has the same.
    ///
    /// @throws IllegalArgumentException if a parameter is missing here or has another size; then none is changed
    public void restore(List<ModelParameter> parameters) {
        for (ModelParameter p : parameters) {
            float[] found = values.get(p.name());
            if (found == null || found.length != p.parameter().shape().size()) {
                throw new IllegalArgumentException("%s %s: the state has %s".formatted(
                        p.name(), p.parameter().shape(), found == null ? "no such parameter" : found.length + " values"));
            }
        }
        for (ModelParameter p : parameters) {
            Parameter parameter = p.parameter();
            parameter.value().buffer().write(0, values.get(p.name()), 0, parameter.shape().size());
        }
    }
}
