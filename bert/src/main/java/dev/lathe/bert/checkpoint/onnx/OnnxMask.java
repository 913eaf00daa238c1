package dev.lathe.bert.checkpoint.onnx;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What hides padding from attention: anything made of the attention mask, shapes and constants that treats all tokens
/// of a text alike. One that compares places with each other, as those of decoders do, is none.
final class OnnxMask {
    private static final Set<String> OPERATIONS = Set.of(
            "Constant", "Identity", "Shape", "ConstantOfShape", "Range", "Cast", "Unsqueeze", "Squeeze", "Reshape", "Flatten",
            "Expand", "Tile", "Concat", "Slice", "Gather", "GatherND", "Transpose", "Add", "Sub", "Mul", "Div", "Max", "Min", "Where",
            "Not", "And", "Or", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "IsInf", "Pow", "Mod", "Neg", "Sqrt");
    private static final Set<String> COMPARISONS = Set.of("Less", "LessOrEqual", "Greater", "GreaterOrEqual", "Equal", "Sub");
    private static final int MANY = 2;

    private final OnnxFlow flow;
    private final OnnxGraph graph;
    /// How many different ranges of places a value depends on, for values that nothing forbids; 2 stands for more.
    private final Map<String, Set<String>> places = new HashMap<>();
    private final Set<String> refused = new HashSet<>();

    OnnxMask(OnnxGraph graph, OnnxFlow flow) {
        this.graph = graph;
        this.flow = flow;
    }

    /// The scores that a node adds a mask to, or replaces where it says so; nothing if it does something else.
    Optional<String> without(OnnxNode node) {
        if (node.is("Add", 2)) {
            if (isMask(node.input(1))) {
                return Optional.of(node.input(0));
            }
            return isMask(node.input(0)) ? Optional.of(node.input(1)) : Optional.empty();
        }
        if (node.is("Where", 3) && isMask(node.input(0))) {
            if (isMask(node.input(1))) {
                return Optional.of(node.input(2));
            }
            return isMask(node.input(2)) ? Optional.of(node.input(1)) : Optional.empty();
        }
        return Optional.empty();
    }

    /// Each value is looked at once, whichever layers ask for it.
    private boolean isMask(String value) {
        if (flow.carriesWeights(value)) {
            return false;
        }
        var open = new ArrayDeque<>(List.of(flow.source(value)));
        while (!open.isEmpty()) {
            String at = open.peek();
            Optional<OnnxNode> maker = graph.makerOf(at);
            if (places.containsKey(at) || maker.isEmpty() || maker.get().is("Constant")) {
                places.putIfAbsent(at, Set.of());
                refuseTable(at);
                open.pop();
                continue;
            }
            List<String> inputs = maker.get().is("Shape") ? List.of() : maker.get().inputs();
            List<String> unknown = inputs.stream().filter(input -> !input.isEmpty() && !places.containsKey(input)).toList();
            if (unknown.isEmpty()) {
                open.pop();
                places.put(at, placesOf(maker.get(), inputs, at));
            } else {
                unknown.forEach(open::push);
            }
        }
        return !refused.contains(flow.source(value));
    }

    /// A constant with rows and columns says something of pairs of places.
    private void refuseTable(String value) {
        boolean table = flow.constant(value).filter(tensor -> tensor.dimensions().stream().filter(size -> size > 1).count() > 1)
                .isPresent();
        if (table) {
            refused.add(value);
        }
    }

    private Set<String> placesOf(OnnxNode node, List<String> inputs, String value) {
        if (node.is("Range")) {
            return Set.of(value);
        }
        var all = new HashSet<String>();
        for (String input : inputs) {
            all.addAll(places.getOrDefault(input, Set.of()));
        }
        // Two are enough to know that there are several.
        Set<String> few = all.size() > MANY ? Set.copyOf(all.stream().sorted().limit(MANY).toList()) : Set.copyOf(all);
        boolean compares = COMPARISONS.contains(node.operation()) && few.size() == MANY;
        if (compares || !OPERATIONS.contains(node.operation()) || inputs.stream().anyMatch(refused::contains)) {
            refused.add(value);
        }
        return few;
    }
}
