package dev.lathe.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// all-MiniLM-L6-v2 from the ONNX file in its Maven artifact, under Hugging Face names.
///
/// Reads what this one file needs and trusts it; the reader for users, which does not, is in `dev.lathe.bert`.
final class MiniLmWeights {

    private static final String RESOURCE = "/all-minilm-l6-v2.onnx";
    private static final double SCALE_OF_NEW_PARTS = 0.035;

    private final Map<String, float[]> initializers = new HashMap<>();
    private final Map<String, long[]> dims = new HashMap<>();
    private final Map<String, String> nodeOfMatrix = new HashMap<>();

    private MiniLmWeights() {}

    /// Every parameter of the classifier; pooler and head, which the file lacks, by [FormulaWeights] with scale 0.035.
    static SequencedMap<String, float[]> read() throws IOException {
        var file = new MiniLmWeights();
        try (InputStream in = MiniLmWeights.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + ": not on the class path; build with the profile 'peers'");
            }
            file.readModel(new ProtobufCursor(ByteBuffer.wrap(in.readAllBytes())));
        }
        return file.classifier();
    }

    private void readModel(ProtobufCursor model) {
        while (model.next()) {
            if (model.field() == 7) {
                ProtobufCursor graph = model.message();
                while (graph.next()) {
                    switch (graph.field()) {
                        case 1 -> readNode(graph.message());
                        case 5 -> readTensor(graph.message());
                        default -> graph.skip();
                    }
                }
            } else {
                model.skip();
            }
        }
    }

    private void readNode(ProtobufCursor node) {
        String name = "";
        String type = "";
        String lastInput = "";
        while (node.next()) {
            switch (node.field()) {
                case 1 -> lastInput = node.text();
                case 3 -> name = node.text();
                case 4 -> type = node.text();
                default -> node.skip();
            }
        }
        if (type.equals("MatMul")) {
            nodeOfMatrix.put(lastInput, name);
        }
    }

    private void readTensor(ProtobufCursor tensor) {
        String name = "";
        var shape = new long[2];
        int rank = 0;
        ByteBuffer raw = ByteBuffer.allocate(0);
        while (tensor.next()) {
            switch (tensor.field()) {
                case 1 -> shape[rank++] = tensor.varint();
                case 8 -> name = tensor.text();
                case 9 -> raw = tensor.bytes();
                default -> tensor.skip();
            }
        }
        var values = new float[raw.remaining() / Float.BYTES];
        raw.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        initializers.put(name, values);
        dims.put(name, shape);
    }

    private SequencedMap<String, float[]> classifier() throws IOException {
        var named = new HashMap<String, float[]>(initializers);
        nodeOfMatrix.forEach((initializer, node) -> {
            if (initializers.containsKey(initializer)) {
                String path = node.substring(1, node.length() - "/MatMul".length()).replace('/', '.');
                named.put(path + ".weight", transposed(initializer));
            }
        });
        var weights = new LinkedHashMap<String, float[]>();
        for (var parameter : BertShape.MINILM.parameterShapes().entrySet()) {
            String name = parameter.getKey();
            boolean isNew = name.startsWith("bert.pooler") || name.startsWith("classifier");
            float[] values = isNew ? FormulaWeights.initial(name, parameter.getValue(), SCALE_OF_NEW_PARTS)
                    : named.get(name.substring("bert.".length()));
            if (values == null) {
                throw new IOException(RESOURCE + ": no '" + name + "'");
            }
            weights.put(name, values);
        }
        return weights;
    }

    private float[] transposed(String initializer) {
        float[] values = initializers.get(initializer);
        int rows = (int) dims.get(initializer)[0];
        int columns = (int) dims.get(initializer)[1];
        var transposed = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                transposed[column * rows + row] = values[row * columns + column];
            }
        }
        return transposed;
    }
}
