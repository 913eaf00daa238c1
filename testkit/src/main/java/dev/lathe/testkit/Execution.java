package dev.lathe.testkit;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Runs of an op on a backend whose recycled memory was filled with NaN before.
final class Execution {
    private static final int POISONED = 1 << 18;

    private final OpSpec spec;
    private final Backend backend;

    Execution(OpSpec spec, Backend backend) {
        this.spec = spec;
        this.backend = backend;
    }

    /// @param gradients of the variables, by position of the input
    record Result(Shape shape, float[] output, Map<Integer, float[]> gradients) {}

    /// Workspace for a run of the op, over poisoned memory.
    Workspace recording(String name) {
        poison();
        return spec.randomKey()
                .map(key -> Workspace.training(name, backend, key))
                .orElseGet(() -> Workspace.recording(name, backend));
    }

    /// Runs the op once for each of `gradOutputs` on the same inputs; the loss is the sum of the results' products
    /// with them, so that a variable's gradient is the sum of what each run passes back.
    Result run(Sample sample, Set<Integer> variables, List<double[]> gradOutputs) {
        try (var ws = recording(sample.name())) {
            var in = Arguments.of(ws, sample, variables);
            Tensor first = spec.apply(ws, in);
            var result = new Result(first.shape(), first.toArray(), new TreeMap<>());
            if (variables.isEmpty()) {
                return result;
            }
            Tensor loss = weighted(ws, first, gradOutputs.getFirst());
            for (double[] gradOutput : gradOutputs.subList(1, gradOutputs.size())) {
                loss = AddOp.apply(ws, loss, weighted(ws, spec.apply(ws, in), gradOutput));
            }
            ws.backward(loss);
            for (int input : variables) {
                result.gradients.put(input, in.tensor(input).gradient().toArray());
            }
            return result;
        }
    }

    /// What a later op's backward pass reads of the op's result after the model has discarded it and other values have
    /// taken the memory that was free.
    float[] readAfterDiscard(Sample sample, Set<Integer> variables) {
        try (var ws = recording(sample.name())) {
            var in = Arguments.of(ws, sample, variables);
            Tensor output = spec.apply(ws, in);
            var values = new float[output.shape().size()];
            Arrays.fill(values, 1);
            // The gradient of this factor is the result itself.
            Tensor factor = ws.variable(output.shape(), values);
            Tensor loss = SumOp.apply(ws, MulOp.apply(ws, output, factor));
            // An op that does nothing here may return its input, which is not its to give back.
            if (!in.contains(output)) {
                ws.discard(output);
            }
            Arrays.fill(values, Float.NaN);
            ws.of(output.shape(), values);
            ws.backward(loss);
            return factor.gradient().toArray();
        }
    }

    /// Leaves NaN in all memory that the next workspace may get, and in scratch memory through the op itself.
    void poison(Sample sample) {
        var ones = new double[spec.reference(sample).values().length];
        run(sample.poisonedFor(spec), Set.copyOf(sample.differentiable()), List.of(ones));
    }

    void poison() {
        try (var ws = Workspace.inference("poison", backend)) {
            var floats = new float[POISONED];
            Arrays.fill(floats, Float.NaN);
            ws.of(Shape.of(POISONED), floats);
            var ints = new int[POISONED];
            Arrays.fill(ints, Integer.MIN_VALUE);
            ws.ofInts(Shape.of(POISONED), ints);
        }
    }

    private static Tensor weighted(Workspace ws, Tensor output, double[] gradOutput) {
        return SumOp.apply(ws, MulOp.apply(ws, output, ws.of(output.shape(), Doubles.toFloats(gradOutput))));
    }
}
