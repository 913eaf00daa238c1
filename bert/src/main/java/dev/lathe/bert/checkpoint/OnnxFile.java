package dev.lathe.bert.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/// The weights of a BERT that PyTorch exported to ONNX, under the names and shapes they have in its checkpoint.
///
/// Opening walks the graph and indexes the weights without loading them. Source: `onnx.proto` of the ONNX project.
public final class OnnxFile extends ForeignCheckpoint {
    private final OnnxFacts facts;

    private OnnxFile(BoundedFile file, StoredParameters parameters, OnnxFacts facts) {
        super(parameters, file::close);
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
}
