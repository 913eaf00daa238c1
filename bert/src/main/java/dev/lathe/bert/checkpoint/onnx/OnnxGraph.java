package dev.lathe.bert.checkpoint.onnx;

import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.ByteWindow;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.ProtobufMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The nodes of an ONNX graph and an index of its initializers; no value is loaded.
///
/// Every node comes behind those that make its inputs, so that no walk against the arrows can go in circles.
final class OnnxGraph {
    private static final Pattern QUANTISED =
            Pattern.compile("QLinear.*|.*[Qq]uantizeLinear|(MatMul|Conv|DynamicQuantizeMat).*(Integer|NBits).*|Q(Attention|Gemm)");

    private final BoundedFile file;
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();
    private final Map<String, OnnxNode> nodeByOutput = new HashMap<>();
    private final Set<String> inputs = new LinkedHashSet<>();
    private final List<String> outputs = new ArrayList<>();

    private OnnxGraph(BoundedFile file) {
        this.file = file;
    }

    /// Walks a file that holds one `ModelProto`; numbers of fields are those of onnx.proto.
    static OnnxGraph read(BoundedFile file) throws IOException {
        var graph = new OnnxGraph(file);
        var model = new ProtobufMessage(new ByteWindow(file), 0, file.length());
        boolean hasGraph = false;
        boolean hasOperatorSet = false;
        while (model.next()) {
            switch (model.field()) {
                case 7 -> {
                    if (hasGraph) {
                        throw new CheckpointException(file.name(), "two graphs: one is needed");
                    }
                    graph.readGraph(model.message());
                    hasGraph = true;
                }
                case 8 -> {
                    model.message();
                    hasOperatorSet = true;
                }
                default -> {
                    // skipped: versions, producer, documentation
                }
            }
        }
        if (!hasGraph || !hasOperatorSet) {
            throw new CheckpointException(file.name(), "not an ONNX model, or cut short: "
                    + (hasGraph ? "names no operator set" : "holds no graph"));
        }
        graph.check();
        return graph;
    }

    List<OnnxNode> nodes() {
        return nodes;
    }

    Map<String, OnnxTensor> initializers() {
        return initializers;
    }

    /// What whoever runs the graph has to give.
    Set<String> inputs() {
        return inputs;
    }

    List<String> outputs() {
        return outputs;
    }

    /// The node that makes a value; none for an input or an initializer.
    Optional<OnnxNode> makerOf(String value) {
        return Optional.ofNullable(nodeByOutput.get(value));
    }

    private void readGraph(ProtobufMessage graph) throws IOException {
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> nodes.add(OnnxNodeReader.read(graph.message()));
                case 5 -> addInitializer(OnnxTensorReader.read(graph.message()));
                case 11 -> inputs.add(nameOf(graph.message()));
                case 12 -> outputs.add(nameOf(graph.message()));
                case 15 -> throw new CheckpointException(file.name(), "sparse initializers: only dense ones are read");
                default -> {
                    // skipped: name, documentation, shapes of values
                }
            }
        }
    }

    /// Of a `ValueInfoProto`.
    private static String nameOf(ProtobufMessage value) throws IOException {
        String name = "";
        while (value.next()) {
            if (value.field() == 1) {
                name = value.text();
            }
        }
        return name;
    }

    private void addInitializer(OnnxTensor tensor) throws CheckpointException {
        if (initializers.put(tensor.name(), tensor) != null) {
            throw new CheckpointException(file.name(), "two initializers are called '" + tensor.name() + "'");
        }
    }

    private void check() throws CheckpointException {
        // Older files list initializers among the inputs, too.
        inputs.removeAll(initializers.keySet());
        for (OnnxNode node : nodes) {
            refuseForeign(node);
            for (String input : node.inputs()) {
                if (!input.isEmpty() && !isKnown(input)) {
                    throw new CheckpointException(
                            file.name(), node.described() + " uses '" + input + "', which nothing before it makes");
                }
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty() && (isKnown(output) || nodeByOutput.put(output, node) != null)) {
                    throw new CheckpointException(file.name(), "two nodes make '" + output + "'");
                }
            }
        }
    }

    private boolean isKnown(String value) {
        return nodeByOutput.containsKey(value) || initializers.containsKey(value) || inputs.contains(value);
    }

    private void refuseForeign(OnnxNode node) throws CheckpointException {
        if (QUANTISED.matcher(node.operation()).matches()) {
            throw new CheckpointException(
                    file.name(), "quantised, by node " + node.described() + ": only weights that are floats are imported");
        }
        if (!node.domain().isEmpty()) {
            throw new CheckpointException(file.name(), "node " + node.described() + " is an operation of '" + node.domain()
                    + "': only graphs of ONNX's own operations are imported, as PyTorch exports them");
        }
    }
}
