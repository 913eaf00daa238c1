package dev.lathe.bert.checkpoint.onnx;

import dev.lathe.bert.checkpoint.StoredParameters;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Which of a graph's tensors is which parameter, as the graph's structure says.
final class OnnxRoles {
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    private final String file;
    private final Map<String, OnnxFlow.Matrix> byRole = new LinkedHashMap<>();
    private final Map<OnnxTensor, String> roleOfMatrix = new HashMap<>();

    OnnxRoles(String file) {
        this.file = file;
    }

    /// A linear layer: its weight is `[out,in]` as a parameter.
    void add(String path, OnnxParts.Linear linear) throws CheckpointException {
        addMatrix(path + WEIGHT, new OnnxFlow.Matrix(linear.weight().tensor(), !linear.weight().transposed()));
        add(path + BIAS, new OnnxFlow.Matrix(linear.bias(), false));
    }

    void add(String path, OnnxParts.Norm norm) throws CheckpointException {
        add(path + WEIGHT, new OnnxFlow.Matrix(norm.weight(), false));
        add(path + BIAS, new OnnxFlow.Matrix(norm.bias(), false));
    }

    void addTable(String path, OnnxTensor table) throws CheckpointException {
        addMatrix(path + WEIGHT, new OnnxFlow.Matrix(table, false));
    }

    /// Rows of equal numbers are stored once by some exporters, whatever they belong to; a matrix has one place, unless
    /// words are told by the embeddings themselves.
    private void addMatrix(String role, OnnxFlow.Matrix matrix) throws CheckpointException {
        String other = roleOfMatrix.putIfAbsent(matrix.tensor(), role);
        if (other != null && !other.equals(role) && !isTied(role, other) && !isTied(other, role)) {
            throw new CheckpointException(
                    file, matrix.tensor().described() + " is both '" + other + "' and '" + role + "': no encoder has one for two");
        }
        add(role, matrix);
    }

    private static boolean isTied(String one, String other) {
        return one.equals(OnnxHeads.WORDS + ".decoder" + WEIGHT) && other.equals(OnnxEmbeddings.WORDS + WEIGHT);
    }

    private void add(String role, OnnxFlow.Matrix matrix) throws CheckpointException {
        OnnxFlow.Matrix other = byRole.putIfAbsent(role, matrix);
        if (other != null && !other.equals(matrix)) {
            throw new CheckpointException(file, other.tensor().described() + " and " + matrix.tensor().described()
                    + " are both '" + role + "'");
        }
    }

    /// @throws CheckpointException when a tensor that can be a parameter is none of these
    void requireAll(OnnxGraph graph) throws CheckpointException {
        Set<OnnxTensor> used = new HashSet<>();
        byRole.values().forEach(matrix -> used.add(matrix.tensor()));
        for (OnnxTensor tensor : graph.initializers().values()) {
            requireUsed(tensor, used);
        }
        for (OnnxNode node : graph.nodes()) {
            if (node.constant().isPresent()) {
                requireUsed(node.constant().get(), used);
            }
        }
    }

    private void requireUsed(OnnxTensor tensor, Set<OnnxTensor> used) throws CheckpointException {
        if (OnnxFlow.isWeight(tensor) && !used.contains(tensor)) {
            throw new CheckpointException(
                    file, tensor.described() + " " + tensor.dimensions() + ": a weight that no part of the encoder or its head uses");
        }
    }

    StoredParameters parameters(OnnxValues values) throws IOException {
        var parameters = new StoredParameters(file);
        for (Map.Entry<String, OnnxFlow.Matrix> role : byRole.entrySet()) {
            parameters.add(values.parameter(role.getKey(), role.getValue().tensor(), role.getValue().transposed()));
        }
        return parameters;
    }
}
