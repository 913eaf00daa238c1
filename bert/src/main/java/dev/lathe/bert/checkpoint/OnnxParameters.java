package dev.lathe.bert.checkpoint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gives the initializers of an exported BERT their checkpoint names back.
///
/// The exporter keeps the names of all parameters except the weights of linear layers: those it transposes to
/// `[in,out]` and calls `onnx::MatMul_787` or so. But it names the node that uses one by its place in the model,
/// `/encoder/layer.3/attention/output/dense/MatMul`, and that is the parameter's path.
final class OnnxParameters {
    private static final String ANONYMOUS = "onnx::";
    private static final String MAT_MUL = "/MatMul";
    /// A buffer with 0, 1, 2 …, stored by older exports.
    private static final String POSITION_IDS = "embeddings.position_ids";

    private final BoundedFile source;
    private final String file;
    private final OnnxGraph graph;
    private final StoredParameters parameters;
    private final Set<String> multiplied = new HashSet<>();

    private OnnxParameters(BoundedFile source, OnnxGraph graph) {
        this.source = source;
        this.file = source.name();
        this.graph = graph;
        this.parameters = new StoredParameters(file);
    }

    static StoredParameters of(BoundedFile source, OnnxGraph graph) throws CheckpointException {
        var mapping = new OnnxParameters(source, graph);
        List<StoredParameter> weights = mapping.linearWeights();
        for (OnnxTensor initializer : graph.initializers().values()) {
            mapping.addNamed(initializer);
        }
        for (StoredParameter weight : weights) {
            mapping.parameters.add(weight);
        }
        return mapping.parameters;
    }

    private List<StoredParameter> linearWeights() throws CheckpointException {
        var weights = new ArrayList<StoredParameter>();
        for (OnnxNode node : graph.nodes()) {
            if (node.operation().equals("MatMul") && node.inputs().size() == 2) {
                OnnxTensor stored = graph.initializers().get(node.inputs().get(1));
                if (stored != null) {
                    multiplied.add(stored.name());
                    weights.add(linearWeight(node, stored));
                }
            }
        }
        return weights;
    }

    private StoredParameter linearWeight(OnnxNode node, OnnxTensor stored) throws CheckpointException {
        String path = node.name();
        if (!path.startsWith("/") || !path.endsWith(MAT_MUL) || path.length() <= MAT_MUL.length() + 1) {
            throw new CheckpointException(file, "'" + stored.name() + "' feeds node '" + path
                    + "': a node such as '/encoder/layer.0/output/dense/MatMul' would tell its name");
        }
        TensorEntry entry = floats(stored);
        if (entry.shape().size() != 2) {
            throw new CheckpointException(
                    file, "'" + stored.name() + "' " + entry.shapeText() + " feeds '" + path + "': needs two axes");
        }
        String name = path.substring(1, path.length() - MAT_MUL.length()).replace('/', '.') + ".weight";
        return new StoredParameter(
                new TensorEntry(name, entry.type(), entry.shape().reversed()), source, stored.start(), true);
    }

    private void addNamed(OnnxTensor initializer) throws CheckpointException {
        String name = initializer.name();
        if (multiplied.contains(name) || name.endsWith(POSITION_IDS)) {
            return;
        }
        if (name.startsWith(ANONYMOUS) || name.startsWith("/")) {
            // Shapes and scalars of the graph, some named by the node they came from, are no parameters; a matrix that
            // nobody can name would be lost weight.
            if (initializer.dimensions().size() >= 2) {
                throw new CheckpointException(file, "'" + name + "' feeds no MatMul node that would tell its name");
            }
            return;
        }
        parameters.add(new StoredParameter(floats(initializer), source, initializer.start(), false));
    }

    private TensorEntry floats(OnnxTensor tensor) throws CheckpointException {
        TensorEntry entry = tensor.entry(file);
        if (!entry.type().readsAsFloat()) {
            throw new CheckpointException(
                    file, "'" + tensor.name() + "' is stored as " + entry.type() + ": does not read as float");
        }
        return entry;
    }
}
