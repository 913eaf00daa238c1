package dev.lathe.bert.hub;

import dev.lathe.bert.config.BertConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Names and shapes of every parameter of a BERT encoder, as Hugging Face's `BertModel` has them.
final class EncoderTensors {
    private final Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    private final String prefix;

    private EncoderTensors(String prefix) {
        this.prefix = prefix;
    }

    /// @param prefix what stands before `embeddings` and `encoder`: empty, or `bert.` below a head
    static Map<String, List<Integer>> of(BertConfig config, String prefix) {
        var tensors = new EncoderTensors(prefix);
        int hidden = config.hiddenSize();
        tensors.add("embeddings.word_embeddings.weight", config.vocabSize(), hidden);
        tensors.add("embeddings.position_embeddings.weight", config.maxPositionEmbeddings(), hidden);
        tensors.add("embeddings.token_type_embeddings.weight", config.typeVocabSize(), hidden);
        tensors.addNorm("embeddings.LayerNorm", hidden);
        for (int i = 0; i < config.numHiddenLayers(); i++) {
            String layer = "encoder.layer." + i + ".";
            tensors.addLinear(layer + "attention.self.query", hidden, hidden);
            tensors.addLinear(layer + "attention.self.key", hidden, hidden);
            tensors.addLinear(layer + "attention.self.value", hidden, hidden);
            tensors.addLinear(layer + "attention.output.dense", hidden, hidden);
            tensors.addNorm(layer + "attention.output.LayerNorm", hidden);
            tensors.addLinear(layer + "intermediate.dense", config.intermediateSize(), hidden);
            tensors.addLinear(layer + "output.dense", hidden, config.intermediateSize());
            tensors.addNorm(layer + "output.LayerNorm", hidden);
        }
        return tensors.shapes;
    }

    private void addLinear(String path, int outputs, int inputs) {
        add(path + ".weight", outputs, inputs);
        add(path + ".bias", outputs);
    }

    private void addNorm(String path, int size) {
        add(path + ".weight", size);
        add(path + ".bias", size);
    }

    private void add(String name, Integer... shape) {
        shapes.put(prefix + name, List.of(shape));
    }
}
