package dev.lathe.trust.explain;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.nn.ModelParameter;
import dev.lathe.tensor.Parameter;
import dev.lathe.trust.explain.method.Embedded;
import java.util.List;
import java.util.Optional;

/// The tables that a model's embeddings are summed of, row by row.
final class EmbeddingTables {
    private final BertConfig config;
    private final Parameter words;
    private final Parameter positions;
    private final Optional<Parameter> types;

    EmbeddingTables(BertConfig config, List<ModelParameter> parameters) {
        this.config = config;
        this.words = table(parameters, "word").orElseThrow();
        this.positions = table(parameters, "position").orElseThrow();
        this.types = table(parameters, "token_type");
    }

    private static Optional<Parameter> table(List<ModelParameter> parameters, String name) {
        return parameters.stream().filter(p -> p.name().endsWith("embeddings." + name + "_embeddings.weight"))
                .map(ModelParameter::parameter).findFirst();
    }

    int features() {
        return config.embeddingSize();
    }

    Embedded of(int[] ids, int[] typeIds) {
        int features = features();
        var word = new float[ids.length * features];
        var position = new float[word.length];
        var type = new float[word.length];
        for (int t = 0; t < ids.length; t++) {
            row(words, ids[t], word, t);
            row(positions, config.firstPosition() + t, position, t);
            if (types.isPresent()) {
                // A table of one row is every token's.
                row(types.get(), Math.min(typeIds[t], config.typeVocabSize() - 1), type, t);
            }
        }
        return new Embedded(word, position, type);
    }

    private void row(Parameter table, int row, float[] to, int token) {
        System.arraycopy(ExplainedModel.read(table, row * features(), features()), 0, to, token * features(), features());
    }
}
