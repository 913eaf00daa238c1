package dev.lathe.bert.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Looks for the constants in an exported BERT's graph that its configuration once held.
final class OnnxFactFinder {
    private static final int I64 = 7;
    private static final int F32 = 1;

    private final BoundedFile file;
    private final OnnxGraph graph;
    private int heads;
    private double eps;
    private boolean erf;

    private OnnxFactFinder(BoundedFile file, OnnxGraph graph) {
        this.file = file;
        this.graph = graph;
    }

    static OnnxFacts find(BoundedFile file, OnnxGraph graph) throws IOException {
        var finder = new OnnxFactFinder(file, graph);
        for (OnnxNode node : graph.nodes()) {
            finder.look(node);
        }
        return new OnnxFacts(finder.heads, finder.eps, finder.erf);
    }

    private void look(OnnxNode node) throws IOException {
        switch (node.operation()) {
            case "Concat" -> lookForHeads(node);
            case "Add" -> lookForEpsilon(node);
            case "Erf" -> erf = true;
            default -> {
                // tells nothing
            }
        }
    }

    /// Splitting into heads reshapes to `[batch, length, heads, headSize]`, put together by a Concat.
    private void lookForHeads(OnnxNode node) throws IOException {
        if (!node.name().contains("/attention/self/") || node.inputs().size() != 4) {
            return;
        }
        Optional<ByteBuffer> constant = constant(node.inputs().get(2), I64, Long.BYTES);
        if (constant.isPresent()) {
            long found = constant.get().getLong();
            if (found < 1 || found > Integer.MAX_VALUE || heads != 0 && heads != found) {
                throw new CheckpointException(
                        file.name(), "'" + node.name() + "' splits into " + found + " heads, others into " + heads);
            }
            heads = (int) found;
        }
    }

    private void lookForEpsilon(OnnxNode node) throws IOException {
        if (!node.name().endsWith("/LayerNorm/Add") || node.inputs().size() != 2) {
            return;
        }
        Optional<ByteBuffer> constant = constant(node.inputs().get(1), F32, Float.BYTES);
        if (constant.isPresent()) {
            // By way of text: 1e-12 became the float nearest to it, whose shortest text is 1e-12 again.
            double found = Double.parseDouble(Float.toString(constant.get().getFloat()));
            if (!(found > 0) || eps != 0 && eps != found) {
                throw new CheckpointException(
                        file.name(), "'" + node.name() + "' adds epsilon " + found + ", others " + eps);
            }
            eps = found;
        }
    }

    /// The bytes of a Constant node with a single value of this type.
    private Optional<ByteBuffer> constant(String value, int dataType, int bytes) throws IOException {
        List<OnnxTensor> tensors = graph.makerOf(value)
                .filter(maker -> maker.operation().equals("Constant"))
                .map(OnnxNode::tensors)
                .orElse(List.of());
        if (tensors.size() != 1) {
            return Optional.empty();
        }
        OnnxTensor tensor = tensors.getFirst();
        boolean fits = tensor.dataType() == dataType
                && tensor.storage() == OnnxTensor.Storage.RAW
                && tensor.length() == bytes;
        return fits ? Optional.of(file.bytes(tensor.start(), bytes)) : Optional.empty();
    }
}
