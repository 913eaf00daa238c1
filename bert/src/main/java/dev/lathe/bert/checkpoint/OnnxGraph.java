package dev.lathe.bert.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The nodes of an ONNX graph and an index of its initializers; no value is loaded.
final class OnnxGraph {
    private static final int MAX_AXES = 16;

    private final BoundedFile file;
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();
    private final Map<String, OnnxNode> nodeByOutput = new HashMap<>();

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
        return graph;
    }

    List<OnnxNode> nodes() {
        return nodes;
    }

    Map<String, OnnxTensor> initializers() {
        return initializers;
    }

    /// The node that makes a value; none for an input or an initializer.
    Optional<OnnxNode> makerOf(String value) {
        return Optional.ofNullable(nodeByOutput.get(value));
    }

    private void readGraph(ProtobufMessage graph) throws IOException {
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> addNode(readNode(graph.message()));
                case 5 -> addInitializer(readTensor(graph.message()));
                case 15 -> throw new CheckpointException(file.name(), "sparse initializers: only dense ones are read");
                default -> {
                    // skipped: names, descriptions of inputs and outputs
                }
            }
        }
    }

    private void addNode(OnnxNode node) {
        nodes.add(node);
        node.outputs().forEach(output -> nodeByOutput.put(output, node));
    }

    private void addInitializer(OnnxTensor tensor) throws CheckpointException {
        if (initializers.put(tensor.name(), tensor) != null) {
            throw new CheckpointException(file.name(), "two initializers are called '" + tensor.name() + "'");
        }
    }

    private static OnnxNode readNode(ProtobufMessage message) throws IOException {
        var inputs = new ArrayList<String>();
        var outputs = new ArrayList<String>();
        var tensors = new ArrayList<OnnxTensor>();
        String name = "";
        String operation = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> inputs.add(message.text());
                case 2 -> outputs.add(message.text());
                case 3 -> name = message.text();
                case 4 -> operation = message.text();
                case 5 -> addTensorsOf(message.message(), tensors);
                default -> {
                    // skipped: documentation, domain
                }
            }
        }
        return new OnnxNode(name, operation, inputs, outputs, tensors);
    }

    private static void addTensorsOf(ProtobufMessage attribute, List<OnnxTensor> tensors) throws IOException {
        while (attribute.next()) {
            if (attribute.field() == 5) {
                tensors.add(readTensor(attribute.message()));
            }
        }
    }

    private static OnnxTensor readTensor(ProtobufMessage message) throws IOException {
        var dimensions = new ArrayList<Long>();
        var raw = new ProtobufMessage.Span(0, 0);
        var storage = OnnxTensor.Storage.RAW;
        String name = "";
        int dataType = 0;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> readDimensions(message, dimensions);
                case 2 -> dataType = (int) message.varint();
                case 8 -> name = message.text();
                case 9 -> raw = message.span();
                case 4, 5, 6, 7, 10, 11 -> storage = OnnxTensor.Storage.TYPED_LIST;
                case 13 -> storage = OnnxTensor.Storage.EXTERNAL;
                case 14 -> {
                    if (message.varint() != 0) {
                        storage = OnnxTensor.Storage.EXTERNAL;
                    }
                }
                default -> {
                    // skipped: segment, documentation
                }
            }
        }
        return new OnnxTensor(name, dimensions, dataType, storage, raw.start(), raw.length());
    }

    /// Dimensions come one by one or packed, as the writer liked.
    private static void readDimensions(ProtobufMessage message, List<Long> dimensions) throws IOException {
        if (message.isLengthDelimited()) {
            ProtobufMessage packed = message.message();
            while (packed.hasMoreVarints()) {
                addDimension(message, dimensions, packed.packedVarint());
            }
        } else {
            addDimension(message, dimensions, message.varint());
        }
    }

    private static void addDimension(ProtobufMessage message, List<Long> dimensions, long dimension)
            throws CheckpointException {
        if (dimensions.size() == MAX_AXES) {
            throw message.problem("tensor with more than " + MAX_AXES + " axes");
        }
        dimensions.add(dimension);
    }
}
