package dev.lathe.testkit;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The inputs of a [Sample] as an op takes them, by their positions.
public final class Arguments {
    private final Map<Integer, Tensor> tensors = new HashMap<>();
    private final Map<Integer, PackedSequences> packings = new HashMap<>();

    private Arguments() {}

    /// @param variables positions of the inputs that shall get a gradient; the others are constants
    static Arguments of(Workspace ws, Sample sample, Set<Integer> variables) {
        var made = new Arguments();
        for (int i = 0; i < sample.inputs().size(); i++) {
            switch (sample.inputs().get(i)) {
                case Input.Floats f -> made.tensors.put(i, variables.contains(i)
                        ? ws.variable(f.shape(), Doubles.toFloats(f.values()))
                        : ws.of(f.shape(), Doubles.toFloats(f.values())));
                case Input.Ints ints -> made.tensors.put(i, ws.ofInts(ints.shape(), ints.values()));
                case Input.Packing p -> made.packings.put(i, PackedSequences.ofPart(ws, p.firstExample(), p.lengths()));
                case Input.Same same -> made.tensors.put(i, made.tensor(same.earlier()));
            }
        }
        return made;
    }

    public Tensor tensor(int input) {
        Tensor t = tensors.get(input);
        if (t == null) {
            throw new IllegalArgumentException("input %d: is no tensor".formatted(input));
        }
        return t;
    }

    public PackedSequences packing(int input) {
        PackedSequences p = packings.get(input);
        if (p == null) {
            throw new IllegalArgumentException("input %d: is no packing".formatted(input));
        }
        return p;
    }

    /// Whether `tensor` is one of the inputs itself, not a copy.
    boolean contains(Tensor tensor) {
        return tensors.values().stream().anyMatch(t -> t == tensor);
    }
}
