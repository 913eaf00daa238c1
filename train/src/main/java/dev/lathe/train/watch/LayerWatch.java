package dev.lathe.train.watch;

import dev.lathe.tensor.Parameter;
import dev.lathe.train.evaluate.LayerMetrics;
import dev.lathe.train.events.Histogram;
import dev.lathe.train.loop.StepWatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Measures the layers of a model at some steps: the norm of the gradients, and how far the step moves the layer.
///
/// It keeps the trained parameters once more in main memory, from the first step that it looks at. Not safe for use by several threads.
public final class LayerWatch implements StepWatch {
    private final WatchedSteps steps;
    private final boolean countsValues;
    private @Nullable Looking looking;
    private Optional<LayerReading> taken = Optional.empty();
    private int step;

    /// @param countsValues whether distributions are taken too
    public LayerWatch(WatchedSteps steps, boolean countsValues) {
        this.steps = steps;
        this.countsValues = countsValues;
    }

    /// The parameters by layers, and room for their values.
    private record Looking(SequencedMap<String, List<Integer>> layers, List<float[]> before, float[] scratch) {
        static Looking at(List<Parameter> parameters) {
            return new Looking(
                    LayerNames.of(parameters.stream().map(Parameter::name).toList()),
                    parameters.stream().map(parameter -> new float[parameter.shape().size()]).toList(),
                    new float[parameters.stream().mapToInt(parameter -> parameter.shape().size()).max().orElse(0)]);
        }
    }

    @Override
    public boolean watches(int value) {
        step = value;
        taken = Optional.empty();
        return steps.norms(value);
    }

    /// What was seen of the last step; empty if it was not looked at.
    public Optional<LayerReading> taken() {
        return taken;
    }

    @Override
    public void beforeMove(List<Parameter> parameters, double terms) {
        if (looking == null) {
            looking = Looking.at(parameters);
        }
        Looking at = looking;
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).value().buffer().read(0, at.before.get(i), 0, at.before.get(i).length);
        }
        var layers = new ArrayList<LayerMetrics>();
        var weights = new LinkedHashMap<String, Histogram>();
        var gradients = new LinkedHashMap<String, Histogram>();
        at.layers.forEach((name, numbers) -> {
            List<Parameter> reached = numbers.stream().map(parameters::get).filter(Parameter::hasGradient).toList();
            double gradient = 0;
            for (Parameter parameter : reached) {
                parameter.gradient().buffer().read(0, at.scratch, 0, parameter.shape().size());
                gradient += sumOfSquares(at.scratch, parameter.shape().size());
            }
            List<float[]> values = numbers.stream().map(at.before::get).toList();
            double weight = values.stream().mapToDouble(part -> sumOfSquares(part, part.length)).sum();
            layers.add(new LayerMetrics(name, Math.sqrt(gradient) / terms, Math.sqrt(weight), 0));
            if (countsValues && steps.distributions(step)) {
                weights.put(name, Histogram.of(values, 1));
                gradients.put(name, Histogram.of(reached.stream().map(parameter -> parameter.gradient().toArray()).toList(), terms));
            }
        });
        taken = Optional.of(new LayerReading(step, layers, weights, gradients));
    }

    @Override
    public void afterMove(List<Parameter> parameters) {
        Looking at = looking;
        LayerReading before = taken.orElseThrow();
        if (at == null) {
            throw new IllegalStateException("layers: after a step that was not looked at before it");
        }
        List<List<Integer>> numbers = List.copyOf(at.layers.sequencedValues());
        taken = Optional.of(new LayerReading(step, IntStream.range(0, numbers.size()).mapToObj(layer -> {
            double moved = numbers.get(layer).stream().mapToDouble(i -> moved(parameters.get(i), at.before.get(i), at.scratch)).sum();
            LayerMetrics metrics = before.layers().get(layer);
            return new LayerMetrics(metrics.layer(), metrics.gradNorm(), metrics.weightNorm(), Math.sqrt(moved));
        }).toList(), before.weights(), before.gradients()));
    }

    /// In four chains in double, so that no addition waits for the one before: the same bits every time.
    private static double sumOfSquares(float[] values, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            a += (double) values[i] * values[i];
            b += (double) values[i + 1] * values[i + 1];
            c += (double) values[i + 2] * values[i + 2];
            d += (double) values[i + 3] * values[i + 3];
        }
        for (; i < count; i++) {
            a += (double) values[i] * values[i];
        }
        return a + b + (c + d);
    }

    private static double moved(Parameter parameter, float[] before, float[] scratch) {
        parameter.value().buffer().read(0, scratch, 0, before.length);
        for (int i = 0; i < before.length; i++) {
            // Exact where the two are within a factor of two of each other, as they are but for the smallest.
            scratch[i] -= before[i];
        }
        return sumOfSquares(scratch, before.length);
    }
}
