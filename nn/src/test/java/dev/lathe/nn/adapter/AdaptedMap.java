package dev.lathe.nn.adapter;

import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.List;
import java.util.Random;

/// A map with an adapter, random values and a random input.
final class AdaptedMap implements AutoCloseable {
    static final int ROWS = 7;
    static final int IN = 21;
    static final int OUT = 10;
    private static final long SEED = Long.getLong("test.seed", 42);

    final AdapterPlan plan;
    final List<ModelParameter> parameters;
    final float[] x;
    /// What each result counts in the loss.
    final float[] weights;
    private final CpuBackend backend;
    private final Workspace model;
    private final Linear map;
    private final Random random = new Random(SEED);

    /// @param place path of the map, all of which is the base's
    AdaptedMap(AdapterMethod method, String place) {
        this(method, place, 2);
    }

    AdaptedMap(AdapterMethod method, String place, int threads) {
        System.out.println("-Dtest.seed=" + SEED);
        backend = new CpuBackend(threads);
        model = Workspace.model("model", backend);
        plan = new AdapterPlan(method, path -> true);
        ModelScope scope = ModelScope.root(model, plan, (name, shape, own) -> {});
        map = scope.linear(place, IN, OUT, Initializer.normal(0.3));
        parameters = scope.parameters();
        parameters.forEach(p -> p.initialize(7));
        set(place + ".bias", random(OUT, 0.5));
        try (var ws = inference()) {
            plan.begin(ws);
        }
        x = random(ROWS * IN, 1);
        weights = random(ROWS * OUT, 1);
    }

    /// As if trained: every parameter of the adapter gets something random added.
    AdaptedMap trained() {
        for (ModelParameter p : parameters) {
            if (plan.isOwn(p.name())) {
                float[] values = values(p.name());
                float[] moved = random(values.length, 0.3);
                for (int i = 0; i < values.length; i++) {
                    values[i] += moved[i];
                }
                set(p.name(), values);
            }
        }
        return this;
    }

    private Workspace inference() {
        return Workspace.inference("test", backend);
    }

    float[] random(int count, double deviation) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    Parameter parameter(String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow().parameter();
    }

    float[] values(String name) {
        return parameter(name).value().toArray();
    }

    void set(String name, float... values) {
        HostValues.set(parameter(name), values);
    }

    float[] forward() {
        try (var ws = inference()) {
            return map.forward(ws, ws.of(Shape.of(ROWS, IN), x)).toArray();
        }
    }

    float[] forwardGelu() {
        try (var ws = inference()) {
            return map.forwardGelu(ws, ws.of(Shape.of(ROWS, IN), x)).toArray();
        }
    }

    /// The gradients of the loss stay with the parameters.
    void backward() {
        try (var ws = Workspace.recording("step", backend)) {
            Tensor y = map.forward(ws, ws.of(Shape.of(ROWS, IN), x));
            ws.backward(SumOp.apply(ws, MulOp.apply(ws, y, ws.of(Shape.of(ROWS, OUT), weights))));
        }
    }

    @Override
    public void close() {
        model.close();
        backend.close();
    }
}
