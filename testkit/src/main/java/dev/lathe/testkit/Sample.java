package dev.lathe.testkit;

import dev.lathe.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Inputs that an op is tried with. References read them in double precision.
///
/// @param name what is special about them, such as `odd length`
public record Sample(String name, List<Input> inputs) {
    /// @param inputs in the order of the op's parameters
    public static Sample of(String name, Input... inputs) {
        return new Sample(name, List.of(inputs));
    }

    /// Values of an F32 input.
    public double[] floats(int input) {
        return tensor(input).values();
    }

    /// Values of an I32 input.
    public int[] ints(int input) {
        return ((Input.Ints) inputs.get(input)).values();
    }

    /// Shape of an F32 input.
    public Shape shape(int input) {
        return tensor(input).shape();
    }

    public Input.Packing packing(int input) {
        return (Input.Packing) inputs.get(input);
    }

    /// Rows of the first token of each sequence of a packing, then the number of tokens.
    public int[] starts(int input) {
        int[] lengths = packing(input).lengths();
        var starts = new int[lengths.length + 1];
        for (int s = 0; s < lengths.length; s++) {
            starts[s + 1] = starts[s] + lengths[s];
        }
        return starts;
    }

    /// Positions of the inputs that get a gradient.
    public List<Integer> differentiable() {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof Input.Floats f && f.differentiable()) {
                found.add(i);
            }
        }
        return found;
    }

    /// Number of floats in all inputs.
    public long size() {
        return inputs.stream().mapToLong(i -> i instanceof Input.Floats f ? f.shape().size() : 0).sum();
    }

    /// The same with other values of one F32 input.
    public Sample with(int input, double[] values) {
        Input.Floats old = tensor(input);
        var changed = new ArrayList<>(inputs);
        changed.set(input, new Input.Floats(old.shape(), values, old.differentiable()));
        return new Sample(name, List.copyOf(changed));
    }

    /// The same with the tensor of input `earlier` given as input `later` too.
    public Sample sharing(int earlier, int later) {
        var changed = new ArrayList<>(inputs);
        changed.set(later, new Input.Same(earlier));
        return new Sample("%s, input %d also as %d".formatted(name, earlier, later), List.copyOf(changed));
    }

    /// The same with NaN in every F32 input in which the op does not refuse it.
    Sample poisonedFor(OpSpec spec) {
        Sample poisoned = this;
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof Input.Floats f && !spec.checksValues(i)) {
                var nothing = new double[f.values().length];
                Arrays.fill(nothing, Double.NaN);
                poisoned = poisoned.with(i, nothing);
            }
        }
        return poisoned;
    }

    private Input.Floats tensor(int input) {
        return switch (inputs.get(input)) {
            case Input.Floats f -> f;
            case Input.Same same -> tensor(same.earlier());
            case Input.Ints _, Input.Packing _ ->
                throw new IllegalArgumentException("sample '%s': input %d is no F32 tensor".formatted(name, input));
        };
    }
}
