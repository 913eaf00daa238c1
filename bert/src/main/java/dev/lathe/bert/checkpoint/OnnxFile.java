package dev.lathe.bert.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The weights of a BERT that PyTorch exported to ONNX, under the names and shapes they have in its checkpoint.
///
/// Opening walks the graph and indexes the weights without loading them. Source: `onnx.proto` of the ONNX project.
public final class OnnxFile implements Checkpoint {
    private final BoundedFile file;
    private final StoredParameters parameters;
    private final OnnxFacts facts;

    private OnnxFile(BoundedFile file, StoredParameters parameters, OnnxFacts facts) {
        this.file = file;
        this.parameters = parameters;
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
            return new OnnxFile(file, OnnxParameters.of(file, graph), OnnxFactFinder.find(file, graph));
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
        return parameters.names();
    }

    @Override
    public Optional<TensorEntry> find(String name) {
        return parameters.find(name);
    }

    @Override
    public void read(String name, long first, float[] into, int offset, int count) throws IOException {
        entry(name);
        parameters.read(name, first, into, offset, count);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
