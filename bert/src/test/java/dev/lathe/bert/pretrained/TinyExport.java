package dev.lathe.bert.pretrained;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.checkpoint.OnnxBytes;
import java.util.List;
import java.util.Map;

/// An export of a BERT with 12 tokens, as PyTorch would write it; every value of a parameter is its place in the file.
final class TinyExport {
    static final BertConfig CONFIG = BertConfig.builder()
            .vocabSize(12).hiddenSize(6).numHiddenLayers(2).numAttentionHeads(2).intermediateSize(10)
            .maxPositionEmbeddings(8).layerNormEps(1e-5).padTokenId(3).build();

    private final OnnxBytes model = new OnnxBytes();
    private final Map<String, List<Integer>> tensors;

    TinyExport() {
        this("");
    }

    TinyExport(String prefix) {
        tensors = EncoderTensors.of(CONFIG, prefix);
    }

    TinyExport without(String name) {
        tensors.remove(name);
        return this;
    }

    TinyExport shaped(String name, Integer... shape) {
        tensors.put(name, List.of(shape));
        return this;
    }

    TinyExport splittingInto(long heads) {
        model.constant("heads", OnnxBytes.tensor("", OnnxBytes.I64, OnnxBytes.longs(heads), 1));
        model.node(OnnxBytes.node("Concat", "/encoder/layer.0/attention/self/Concat", "c", "b", "l", "heads", "s"));
        return this;
    }

    byte[] toBytes() {
        return toBytes(0);
    }

    /// @param firstValue the first value of the first tensor
    byte[] toBytes(float firstValue) {
        model.constant("eps", OnnxBytes.tensor("", OnnxBytes.F32, OnnxBytes.floats(1e-5f)));
        model.node(OnnxBytes.node("Add", "/embeddings/LayerNorm/Add", "v", "variance", "eps"));
        model.node(OnnxBytes.node("Erf", "/encoder/layer.0/intermediate/Erf", "e", "x"));
        int next = 0;
        for (var tensor : tensors.entrySet()) {
            List<Integer> shape = tensor.getValue();
            float[] values = new float[shape.stream().reduce(1, Math::multiplyExact)];
            for (int i = 0; i < values.length; i++) {
                values[i] = next++;
            }
            if (next == values.length) {
                values[0] = firstValue;
            }
            add(tensor.getKey(), shape, values);
        }
        return model.toBytes();
    }

    private void add(String name, List<Integer> shape, float[] values) {
        if (name.endsWith(".weight") && shape.size() == 2 && !name.contains("embeddings")) {
            String path = name.substring(0, name.length() - ".weight".length());
            String anonymous = "onnx::MatMul_" + path.hashCode();
            model.weight(anonymous, values, shape.get(1), shape.get(0));
            model.node(OnnxBytes.node("MatMul", "/" + path.replace('.', '/').replace("layer/", "layer.") + "/MatMul",
                    path, "x", anonymous));
        } else {
            model.weight(name, values, shape.stream().mapToLong(Integer::longValue).toArray());
        }
    }
}
