package dev.lathe.bert.checkpoint.onnx;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.ForeignCheckpoint;
import dev.lathe.bert.checkpoint.StoredParameter;
import dev.lathe.bert.checkpoint.StoredParameters;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The weights of an encoder that PyTorch exported to ONNX, under the names and shapes that BERT's checkpoint has; what
/// stands on it has paths of its own: `pooler.dense`, `first.scores`, `tokens.dense`, `tokens.scores`, `words.dense`,
/// `words.LayerNorm`, `words.decoder`.
///
/// Opening walks the graph and indexes the weights without loading them: what a tensor is for is told by how the graph
/// uses it, never by its name. Source: `onnx.proto` and `Operators.md` of the ONNX project.
public final class OnnxFile extends ForeignCheckpoint {
    private final StoredParameters parameters;
    private final OnnxFacts facts;
    private final List<String> derived;

    private OnnxFile(OnnxValues values, StoredParameters parameters, OnnxFacts facts, List<String> derived) {
        super(parameters, values::close);
        this.parameters = parameters;
        this.facts = facts;
        this.derived = List.copyOf(derived);
    }

    /// Opens a file and finds the parameters in its graph. Values may be in other files beside it.
    ///
    /// @throws CheckpointException when there is no such file, it is not a whole ONNX model, its graph is no encoder that is
    ///     known, or a weight is stored in a way that is not read
    public static OnnxFile open(Path path) throws IOException {
        BoundedFile file = BoundedFile.open(path);
        var values = new OnnxValues(file, path.toAbsolutePath().getParent());
        try {
            OnnxEncoder encoder = OnnxEncoder.find(OnnxGraph.read(file), values, file.name());
            return new OnnxFile(values, encoder.roles().parameters(values), encoder.facts(), encoder.derived());
        } catch (IOException | RuntimeException broken) {
            values.close();
            throw broken;
        }
    }

    /// What the graph tells beyond the shapes.
    public OnnxFacts facts() {
        return facts;
    }

    /// Outputs that are worked out from hidden states without parameters, such as a mean: they are not imported.
    public List<String> derivedOutputs() {
        return derived;
    }

    /// The same weights by other names; closing either closes both.
    ///
    /// @param names from names of this file to others, each to one of its own
    public Checkpoint named(UnaryOperator<String> names) throws CheckpointException {
        var renamed = new StoredParameters(file());
        for (StoredParameter parameter : parameters.all()) {
            TensorEntry entry = parameter.entry();
            renamed.add(new StoredParameter(
                    new TensorEntry(names.apply(entry.name()), entry.type(), entry.shape()), parameter.file(),
                    parameter.start(), parameter.transposed()));
        }
        return new Renamed(renamed, this);
    }

    private record Renamed(StoredParameters parameters, OnnxFile source) implements Checkpoint {
        @Override
        public String file() {
            return parameters.file();
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
            source.close();
        }
    }
}
