package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.TinyBundle;
import dev.lathe.bert.checkpoint.TinyTorch;
import dev.lathe.bert.config.BertConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The weights of a BERT of two layers with head size 64 and 12 tokens, in the formats that others pass on. Every value
/// is its place in the order of parameters.
final class TinyBertValues {
    static final BertConfig CONFIG = BertConfig.builder()
            .vocabSize(12).hiddenSize(128).numHiddenLayers(2).numAttentionHeads(2).intermediateSize(10)
            .maxPositionEmbeddings(8).build();
    static final String VOCABULARY = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\nc\n##a\n##b\n.\n,\n";
    static final String BERT_CONFIG = """
            {"vocab_size": 12, "hidden_size": 128, "num_hidden_layers": 2, "num_attention_heads": 2,
             "intermediate_size": 10, "max_position_embeddings": 8, "type_vocab_size": 2, "hidden_act": "gelu"}""";

    private TinyBertValues() {}

    /// Shapes of encoder, pooler and masked language model, by today's names.
    static Map<String, List<Integer>> shapes() {
        var shapes = new LinkedHashMap<>(EncoderTensors.of(CONFIG, "bert."));
        shapes.put("bert.pooler.dense.weight", List.of(128, 128));
        shapes.put("bert.pooler.dense.bias", List.of(128));
        shapes.put("cls.predictions.bias", List.of(12));
        shapes.put("cls.predictions.transform.dense.weight", List.of(128, 128));
        shapes.put("cls.predictions.transform.dense.bias", List.of(128));
        shapes.put("cls.predictions.transform.LayerNorm.weight", List.of(128));
        shapes.put("cls.predictions.transform.LayerNorm.bias", List.of(128));
        return shapes;
    }

    /// The values of one tensor, row by row.
    static float[] values(String name) {
        List<Integer> shape = shapes().get(name);
        var values = new float[shape.stream().reduce(1, Math::multiplyExact)];
        int start = name.hashCode() & 0xfff;
        for (int i = 0; i < values.length; i++) {
            values[i] = (start + i) / 64f;
        }
        return values;
    }

    /// As Google's tools store them, kernels transposed.
    static TinyBundle bundle(String prefix) {
        var bundle = new TinyBundle();
        shapes().forEach((name, shape) -> {
            String variable = prefix + name.replace("layer.", "layer_").replace('.', '/')
                    .replace("LayerNorm/weight", "LayerNorm/gamma").replace("LayerNorm/bias", "LayerNorm/beta")
                    .replace("embeddings/weight", "embeddings").replace("predictions/bias", "predictions/output_bias");
            if (variable.endsWith("/weight")) {
                bundle.variable(variable.replaceFirst("weight$", "kernel"), transposed(values(name), shape),
                        shape.get(1), shape.get(0));
            } else {
                bundle.variable(variable, values(name), shape.stream().mapToInt(Integer::intValue).toArray());
            }
        });
        return bundle;
    }

    /// As an early PyTorch port stored them: old names, the decoder once more, positions in a buffer.
    static TinyTorch torch() {
        var torch = new TinyTorch();
        shapes().forEach((name, shape) -> torch.tensor(
                name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"),
                values(name), shape.stream().mapToLong(Integer::longValue).toArray()));
        return torch;
    }

    private static float[] transposed(float[] values, List<Integer> shape) {
        int rows = shape.get(0);
        int columns = shape.get(1);
        var transposed = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + i] = values[i * columns + j];
            }
        }
        return transposed;
    }
}
