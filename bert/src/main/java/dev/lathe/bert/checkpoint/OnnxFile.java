package dev.lathe.bert.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The weights of a BERT that PyTorch exported to ONNX, under the names and shapes they have in its checkpoint.
///
/// Opening walks the graph and indexes the weights without loading them. Source: `onnx.proto` of the ONNX project.
public final class OnnxFile implements Checkpoint {
    private static final int CHUNK_VALUES = 1 << 18;

    private final BoundedFile file;
    private final Map<String, OnnxParameter> parameters;
    private final List<String> names;
    private final OnnxFacts facts;

    private OnnxFile(BoundedFile file, Map<String, OnnxParameter> parameters, OnnxFacts facts) {
        this.file = file;
        this.parameters = parameters;
        this.names = List.copyOf(parameters.keySet());
        this.facts = facts;
    }

    /// Opens a file and finds the parameters in its graph.
    ///
    /// @throws CheckpointException when there is no such file, it is not a whole ONNX model, or a weight is stored in a
    ///     way that is not read (another file, a typed list, a type that is no float)
    public static OnnxFile open(Path path) throws IOException {
        BoundedFile file = BoundedFile.open(path);
        try {
            OnnxGraph graph = OnnxGraph.read(file);
            return new OnnxFile(file, OnnxParameters.of(file.name(), graph), OnnxFactFinder.find(file, graph));
        } catch (IOException | RuntimeException broken) {
            file.close();
            throw broken;
        }
    }

    /// What the graph tells beyond the shapes.
    public OnnxFacts facts() {
        return facts;
    }

    @Override
    public String file() {
        return file.name();
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Optional<TensorEntry> find(String name) {
        return Optional.ofNullable(parameters.get(name)).map(OnnxParameter::entry);
    }

    @Override
    public void read(String name, long first, float[] into, int offset, int count) throws IOException {
        TensorEntry entry = entry(name);
        FloatRange.check(file.name(), entry, first, count);
        Objects.checkFromIndexSize(offset, count, into.length);
        OnnxParameter parameter = Objects.requireNonNull(parameters.get(name));
        if (parameter.transposed()) {
            readTransposed(parameter, first, into, offset, count);
        } else {
            long start = parameter.start() + first * entry.type().bytes();
            file.readFloats(start, entry.type(), into, offset, count);
        }
    }

    /// Walks the stored `[in,out]` matrix once, in blocks of rows, and puts what falls into the wanted range in place.
    private void readTransposed(OnnxParameter parameter, long first, float[] into, int offset, int count)
            throws IOException {
        if (count == 0) {
            return;
        }
        StoredType type = parameter.entry().type();
        int outputs = parameter.entry().shape().get(0);
        int inputs = parameter.entry().shape().get(1);
        int blockRows = Math.clamp(CHUNK_VALUES / outputs, 1, inputs);
        float[] block = new float[Math.multiplyExact(blockRows, outputs)];
        int firstOutput = (int) (first / inputs);
        int lastOutput = (int) ((first + count - 1) / inputs);
        for (int row = 0; row < inputs; row += blockRows) {
            int rows = Math.min(blockRows, inputs - row);
            long start = parameter.start() + (long) row * outputs * type.bytes();
            file.readFloats(start, type, block, 0, rows * outputs);
            for (int output = firstOutput; output <= lastOutput; output++) {
                long target = (long) output * inputs + row - first;
                int from = (int) Math.max(0, -target);
                int to = (int) Math.min(rows, count - target);
                for (int i = from; i < to; i++) {
                    into[offset + (int) target + i] = block[i * outputs + output];
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
