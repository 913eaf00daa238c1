package dev.lathe.bert.checkpoint.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A graph as its values flow: names that only repeat others are seen through, and it is known which values carry weights.
final class OnnxFlow {
    /// What a Cast may turn floats into and still be the same number: F32, F16, F64, BF16.
    private static final Set<Long> FLOATS = Set.of(1L, 10L, 11L, 16L);

    private final OnnxGraph graph;
    private final Map<String, String> sources = new HashMap<>();
    private final Set<String> weighty = new HashSet<>();

    OnnxFlow(OnnxGraph graph) {
        this.graph = graph;
        graph.initializers().forEach(this::addTensor);
        for (OnnxNode node : graph.nodes()) {
            if (isRepetition(node)) {
                sources.put(node.outputs().getFirst(), source(node.input(0)));
            }
            node.constant().ifPresent(tensor -> addTensor(node.outputs().getFirst(), tensor));
            // A shape tells nothing of the values.
            if (!node.is("Shape") && node.inputs().stream().anyMatch(weighty::contains)) {
                weighty.addAll(node.outputs());
            }
        }
    }

    private void addTensor(String value, OnnxTensor tensor) {
        if (isWeight(tensor)) {
            weighty.add(value);
        }
    }

    /// Whether a tensor can be a parameter: several floats.
    static boolean isWeight(OnnxTensor tensor) {
        return tensor.isFloat() && tensor.axes() > 0 && tensor.elements() != 1;
    }

    private static boolean isRepetition(OnnxNode node) {
        if (node.inputs().isEmpty() || node.outputs().isEmpty()) {
            return false;
        }
        return switch (node.operation()) {
            case "Identity", "Dropout" -> true;
            case "Cast" -> FLOATS.contains(node.integer("to", 0));
            default -> false;
        };
    }

    /// The value that this one repeats; most repeat none and are their own source.
    String source(String value) {
        return sources.getOrDefault(value, value);
    }

    /// Whether a value depends on any parameter.
    boolean carriesWeights(String value) {
        return weighty.contains(value);
    }

    /// The node behind a value, repetitions aside.
    Optional<OnnxNode> maker(String value) {
        return graph.makerOf(source(value));
    }

    /// The node behind a value, if it has this operation.
    Optional<OnnxNode> maker(String value, String operation) {
        return maker(value).filter(node -> node.is(operation));
    }

    /// A value that is the same whatever comes in.
    Optional<OnnxTensor> constant(String value) {
        String source = source(value);
        OnnxTensor initializer = graph.initializers().get(source);
        return initializer != null ? Optional.of(initializer) : graph.makerOf(source).flatMap(OnnxNode::constant);
    }

    /// A row of parameters.
    Optional<OnnxTensor> vector(String value) {
        return constant(value).filter(tensor -> tensor.isFloat() && tensor.axes() == 1);
    }

    /// A matrix of parameters, through nodes that turn it over.
    Optional<Matrix> matrix(String value) {
        boolean transposed = false;
        String at = value;
        Optional<OnnxNode> turn = maker(at, "Transpose");
        while (turn.isPresent() && (turn.get().integers("perm").isEmpty() || turn.get().integers("perm").equals(List.of(1L, 0L)))) {
            transposed = !transposed;
            at = turn.get().input(0);
            turn = maker(at, "Transpose");
        }
        boolean odd = transposed;
        return constant(at).filter(tensor -> tensor.isFloat() && tensor.axes() == 2).map(tensor -> new Matrix(tensor, odd));
    }

    /// A matrix as an operation sees it.
    ///
    /// @param transposed whether rows and columns are exchanged between file and operation
    record Matrix(OnnxTensor tensor, boolean transposed) {
        long rows() {
            return tensor.dimensions().get(transposed ? 1 : 0);
        }

        long columns() {
            return tensor.dimensions().get(transposed ? 0 : 1);
        }
    }
}
