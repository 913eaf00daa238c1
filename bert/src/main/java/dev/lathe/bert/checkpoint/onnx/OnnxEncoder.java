package dev.lathe.bert.checkpoint.onnx;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the encoder in a graph by its structure: from the outputs down through heads and layers to the tables, whatever
/// nodes are called. Everything on that way must be known, and nothing may be left that could be a parameter.
final class OnnxEncoder {
    private static final String LAYER = "encoder.layer.";

    private final String file;
    private final OnnxGraph graph;
    private final OnnxFlow flow;
    private final OnnxParts parts;
    private final OnnxEmbeddings embeddings;
    private final OnnxAttention attention;
    private final OnnxHeads heads;
    private final OnnxRoles roles;
    private final Set<String> known = new HashSet<>();
    private final List<String> derived = new ArrayList<>();
    private int numAttentionHeads;
    private double epsilon;
    private String act = "";
    private boolean countsFromPadding;

    private OnnxEncoder(OnnxGraph graph, OnnxValues values, String file) {
        this.file = file;
        this.graph = graph;
        this.flow = new OnnxFlow(graph);
        var arithmetic = new OnnxArithmetic(flow, values);
        this.parts = new OnnxParts(flow, arithmetic);
        this.embeddings = new OnnxEmbeddings(graph, flow, values, parts);
        this.attention = new OnnxAttention(flow, arithmetic, parts, new OnnxMask(graph, flow));
        this.roles = new OnnxRoles(file);
        this.heads = new OnnxHeads(file, flow, arithmetic, parts, roles);
    }

    /// @throws CheckpointException when the graph is anything else than an encoder of the kind that is known, with a head
    ///     or without
    static OnnxEncoder find(OnnxGraph graph, OnnxValues values, String file) throws IOException {
        var encoder = new OnnxEncoder(graph, values, file);
        encoder.find();
        return encoder;
    }

    OnnxRoles roles() {
        return roles;
    }

    OnnxFacts facts() throws CheckpointException {
        return new OnnxFacts(numAttentionHeads, epsilon, act, countsFromPadding,
                heads.firstAct(), heads.tokenAct(), heads.wordAct(), heads.answers());
    }

    /// Outputs that are worked out from hidden states without parameters, such as a mean.
    List<String> derived() {
        return derived;
    }

    private void find() throws IOException {
        Optional<Long> only = embeddings.onlyLength();
        if (only.isPresent()) {
            throw new CheckpointException(file, "holds the positions of texts of " + only.get()
                    + " tokens, not their table; export it for texts of any length (torch.onnx.export with dynamic_shapes)");
        }
        var rest = new ArrayList<String>();
        var hidden = new ArrayList<String>();
        for (String output : graph.outputs()) {
            Optional<String> below = heads.below(output);
            if (below.isPresent()) {
                hidden.add(flow.source(below.get()));
            } else if (parts.norm(output).isPresent()) {
                hidden.add(flow.source(output));
            } else {
                rest.add(output);
            }
        }
        if (hidden.isEmpty()) {
            throw unknown(graph.outputs().isEmpty() ? "it has no output" : what(graph.outputs().getFirst()) + " is no head");
        }
        // Hidden states of all layers may be outputs: the last layer's is the one from which the others are reached.
        readLayers(hidden.getFirst());
        for (String other : hidden) {
            if (!known.contains(other)) {
                throw unknown(what(other) + " is no hidden state of the layers under "
                        + what(hidden.getFirst()));
            }
        }
        for (String output : rest) {
            requireDerived(output);
        }
        if (heads.wordEpsilon() != 0) {
            requireSame(heads.wordEpsilon());
        }
        roles.requireAll(graph);
    }

    private void readLayers(String last) throws IOException {
        var layers = new ArrayList<Layer>();
        String at = last;
        Optional<OnnxEmbeddings.Found> start = embeddings.of(at);
        while (start.isEmpty()) {
            known.add(at);
            Layer layer = layer(at);
            layers.add(layer);
            at = layer.input();
            start = embeddings.of(at);
        }
        known.add(at);
        if (layers.isEmpty()) {
            throw unknown("no layer stands on the embeddings");
        }
        start.get().addTo(roles);
        countsFromPadding = start.get().countsFromPadding();
        requireSame(start.get().norm().epsilon());
        for (int i = 0; i < layers.size(); i++) {
            add(layers.get(layers.size() - 1 - i), LAYER + i + ".");
        }
    }

    private record Layer(
            String input, OnnxAttention.Found attention, OnnxParts.Linear attentionDense, OnnxParts.Norm attentionNorm,
            OnnxParts.Linear intermediate, String act, OnnxParts.Linear output, OnnxParts.Norm norm) {}

    /// A linear layer's result, and what is added to it.
    private record Residual(OnnxParts.Linear linear, String input) {}

    private Layer layer(String value) throws IOException {
        OnnxParts.Norm norm = parts.norm(value).orElseThrow(() -> unknown(what(value) + " is no layer normalisation"));
        Residual output = residual(norm.input());
        OnnxActivation.Found activation = heads.activation(output.linear().input())
                .orElseThrow(() -> unknown(what(output.linear().input()) + " is no activation"));
        OnnxParts.Linear intermediate = parts.linear(activation.input())
                .orElseThrow(() -> unknown(what(activation.input()) + " is no linear layer"));
        if (!flow.source(intermediate.input()).equals(output.input())) {
            throw unknown(what(norm.input()) + " does not add what its two linear layers begin with");
        }
        OnnxParts.Norm inner = parts.norm(output.input())
                .orElseThrow(() -> unknown(what(output.input()) + " is no layer normalisation"));
        Residual attended = residual(inner.input());
        OnnxAttention.Found found = attention.of(attended.linear().input())
                .orElseThrow(() -> unknown(what(attended.linear().input()) + " is no attention that is known"));
        for (OnnxParts.Linear linear : List.of(found.query(), found.key(), found.value())) {
            if (!linear.input().equals(attended.input())) {
                throw unknown(what(inner.input()) + " does not add what its attention begins with");
            }
        }
        return new Layer(attended.input(), found, attended.linear(), inner, intermediate, activation.name(), output.linear(), norm);
    }

    private Residual residual(String value) throws IOException {
        Optional<OnnxNode> sum = flow.maker(value, "Add");
        for (int side = 0; sum.isPresent() && side < 2; side++) {
            Optional<OnnxParts.Linear> linear = parts.linear(sum.get().input(side));
            if (linear.isPresent()) {
                return new Residual(linear.get(), flow.source(sum.get().input(1 - side)));
            }
        }
        throw unknown(what(value) + " is no sum of a linear layer and its input");
    }

    private void add(Layer layer, String path) throws CheckpointException {
        roles.add(path + "attention.self.query", layer.attention().query());
        roles.add(path + "attention.self.key", layer.attention().key());
        roles.add(path + "attention.self.value", layer.attention().value());
        roles.add(path + "attention.output.dense", layer.attentionDense());
        roles.add(path + "attention.output.LayerNorm", layer.attentionNorm());
        roles.add(path + "intermediate.dense", layer.intermediate());
        roles.add(path + "output.dense", layer.output());
        roles.add(path + "output.LayerNorm", layer.norm());
        known.add(layer.attention().probabilities());
        requireSame(layer.attentionNorm().epsilon());
        requireSame(layer.norm().epsilon());
        numAttentionHeads = numAttentionHeads == 0 ? layer.attention().heads() : numAttentionHeads;
        act = act.isEmpty() ? layer.act() : act;
        if (layer.attention().heads() != numAttentionHeads || !layer.act().equals(act)) {
            throw unknown(path + " has " + layer.attention().heads() + " heads and " + layer.act() + ", another layer "
                    + numAttentionHeads + " and " + act);
        }
    }

    private void requireSame(double found) throws CheckpointException {
        epsilon = epsilon == 0 ? found : epsilon;
        if (found != epsilon) {
            throw unknown("one normalisation adds epsilon " + found + ", another " + epsilon);
        }
    }

    /// An output of its own making: fine if no parameter takes part in what lies between it and known values.
    private void requireDerived(String output) throws CheckpointException {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(flow.source(output)));
        while (!open.isEmpty()) {
            String at = open.pop();
            if (known.contains(at) || !seen.add(at) || !flow.carriesWeights(at)) {
                continue;
            }
            Optional<OnnxNode> maker = graph.makerOf(at);
            if (maker.isEmpty() || maker.get().is("Constant")) {
                throw unknown("its output '" + output + "' is worked out with weights that belong to no part that is known");
            }
            maker.get().inputs().forEach(input -> open.push(flow.source(input)));
        }
        if (!known.contains(flow.source(output))) {
            derived.add(output);
        }
    }

    private String what(String value) {
        return flow.maker(value).map(node -> "node " + node.described()).orElse("'" + value + "'");
    }

    private CheckpointException unknown(String problem) {
        return new CheckpointException(file, "its graph is no encoder that is known: " + problem);
    }
}
