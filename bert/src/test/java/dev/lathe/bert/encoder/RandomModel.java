package dev.lathe.bert.encoder;

import dev.lathe.Device;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A model with random weights, the batch that tests feed it, and its weights for a reference.
public final class RandomModel<M> implements AutoCloseable {
    public static final long SEED = Long.getLong("test.seed", 42);
    /// A pair, a text, and a pair of another length.
    public static final int[][] IDS = {{1, 7, 9, 4, 2}, {1, 30, 2}, {1, 8, 8, 17, 49, 5, 21, 33, 11, 12, 13, 2}};
    public static final int[][] TYPES = {{0, 0, 0, 1, 1}, {0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1}};

    public final List<ModelParameter> parameters;
    private final Device device = Device.cpu(2);
    private final Workspace workspace;
    private final M model;

    public RandomModel(Function<ModelScope, M> build) {
        workspace = Workspace.model("random", device.backend());
        ModelScope scope = ModelScope.root(workspace);
        model = build.apply(scope);
        parameters = scope.parameters();
        var random = new Random(SEED);
        for (ModelParameter p : parameters) {
            var values = new float[p.parameter().shape().size()];
            float centre = p.name().matches(".*norm\\.weight") || p.name().endsWith("Norm.weight") ? 1 : 0;
            for (int i = 0; i < values.length; i++) {
                values[i] = centre + (float) random.nextGaussian() * 0.3f;
            }
            p.parameter().value().buffer().write(0, values, 0, values.length);
        }
    }

    /// What is asked of the model.
    @FunctionalInterface
    public interface Question<M> {
        Tensor ask(M model, Workspace ws, TokenBatch batch);
    }

    public float[] answer(Question<M> question) {
        try (var ws = Workspace.inference("answer", device.backend())) {
            return question.ask(model, ws, batch(ws)).toArray();
        }
    }

    static TokenBatch batch(Workspace ws) {
        return TokenBatch.of(ws, List.of(
                TokenSequence.of(IDS[0], TYPES[0]), TokenSequence.of(IDS[1], TYPES[1]),
                TokenSequence.of(IDS[2], TYPES[2])));
    }

    /// Gives another model the values of the parameters that both have.
    public void copyTo(RandomModel<?> other) {
        for (ModelParameter p : parameters) {
            for (ModelParameter q : other.parameters) {
                if (p.name().equals(q.name())) {
                    float[] values = p.parameter().value().toArray();
                    q.parameter().value().buffer().write(0, values, 0, values.length);
                }
            }
        }
    }

    List<String> names() {
        return parameters.stream().map(ModelParameter::name).toList();
    }

    /// @param rename the name that a reference uses for a parameter
    public Map<String, double[]> weights(UnaryOperator<String> rename) {
        var weights = new HashMap<String, double[]>();
        for (ModelParameter p : parameters) {
            float[] values = p.parameter().value().toArray();
            var doubles = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                doubles[i] = values[i];
            }
            weights.put(rename.apply(p.name()), doubles);
        }
        return weights;
    }

    @Override
    public void close() {
        workspace.close();
        device.close();
    }
}
