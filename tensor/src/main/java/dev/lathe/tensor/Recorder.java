package dev.lathe.tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Copies what it sees inside a model to the host, and the gradients on the way back, by their places.
///
///     var states = Recorder.of(place -> place.endsWith(".output"));
///     try (var ws = Workspace.inference("look", backend).observedBy(states)) {
///         model.lastHiddenState(ws, batch);
///     }
///     states.values();   // encoder.layer.0.output, encoder.layer.1.output, …
///
/// A place that is seen again, in the next step, replaces what was seen before.
public final class Recorder implements Observer {
    private final Predicate<String> places;
    private final Map<String, Seen> values = new LinkedHashMap<>();
    private final Map<String, Seen> gradients = new LinkedHashMap<>();

    private Recorder(Predicate<String> places) {
        this.places = places;
    }

    /// @param places that it wants to see; their names are in the model's documentation
    public static Recorder of(Predicate<String> places) {
        return new Recorder(places);
    }

    /// What was at a place.
    ///
    /// @param shape of the tensor
    /// @param values its elements, row-major
    public record Seen(Shape shape, float[] values) {
        /// The root of the sum of the squares of all elements.
        public double norm() {
            double sum = 0;
            for (float v : values) {
                sum += (double) v * v;
            }
            return Math.sqrt(sum);
        }
    }

    /// What was seen, in the order of the forward pass.
    public Map<String, Seen> values() {
        return Collections.unmodifiableMap(values);
    }

    /// The gradients of it, in the order of the backward pass: the last layer's first.
    public Map<String, Seen> gradients() {
        return Collections.unmodifiableMap(gradients);
    }

    @Override
    public boolean wants(String place) {
        return places.test(place);
    }

    @Override
    public void value(String place, Tensor value) {
        values.put(place, new Seen(value.shape(), value.toArray()));
    }

    @Override
    public void gradient(String place, Tensor gradient) {
        gradients.put(place, new Seen(gradient.shape(), gradient.toArray()));
    }
}
