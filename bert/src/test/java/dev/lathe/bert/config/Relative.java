package dev.lathe.bert.config;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// What a test knows of a family from its own documentation: BERT's name for each of its parts, and what it does
/// otherwise.
///
public enum Relative {
    BERT(ModelFamily.BERT, List.of(), 0, Math::tanh),
    DISTILBERT(ModelFamily.DISTILBERT, List.of(
            Map.entry("distilbert.transformer.layer", "bert.encoder.layer"), Map.entry("distilbert.", "bert."),
            Map.entry("attention.q_lin", "attention.self.query"), Map.entry("attention.k_lin", "attention.self.key"),
            Map.entry("attention.v_lin", "attention.self.value"),
            Map.entry("attention.out_lin", "attention.output.dense"),
            Map.entry("sa_layer_norm", "attention.output.LayerNorm"), Map.entry("ffn.lin1", "intermediate.dense"),
            Map.entry("ffn.lin2", "output.dense"), Map.entry("output_layer_norm", "output.LayerNorm"),
            Map.entry("pre_classifier", "bert.pooler.dense"),
            Map.entry("vocab_transform", "cls.predictions.transform.dense"),
            Map.entry("vocab_layer_norm", "cls.predictions.transform.LayerNorm"),
            Map.entry("vocab_projector", "cls.predictions")), 0, Relative::relu),
    ROBERTA(ModelFamily.ROBERTA, List.of(
            Map.entry("roberta.", "bert."),
            Map.entry("classifier.dense", "bert.pooler.dense"), Map.entry("classifier.out_proj", "classifier"),
            Map.entry("lm_head.dense", "cls.predictions.transform.dense"),
            Map.entry("lm_head.layer_norm", "cls.predictions.transform.LayerNorm"),
            Map.entry("lm_head.", "cls.predictions.")), 2, Math::tanh),
    ELECTRA(ModelFamily.ELECTRA, List.of(
            Map.entry("electra.", "bert."),
            Map.entry("classifier.dense", "bert.pooler.dense"), Map.entry("classifier.out_proj", "classifier"),
            Map.entry("sequence_summary.summary", "bert.pooler.dense"),
            Map.entry("generator_predictions.dense", "cls.predictions.transform.dense"),
            Map.entry("generator_predictions.LayerNorm", "cls.predictions.transform.LayerNorm"),
            Map.entry("generator_lm_head", "cls.predictions")), 0, DoubleBert::gelu);

    final ModelFamily family;
    /// Row of the position table for the first token.
    public final int firstPosition;
    /// The activation behind the first map of a head over whole texts.
    public final DoubleUnaryOperator pooling;
    /// The family's parts and what BERT calls them, the longer first where one starts with another.
    private final List<Map.Entry<String, String>> renamed;

    Relative(
            ModelFamily family, List<Map.Entry<String, String>> renamed, int firstPosition,
            DoubleUnaryOperator pooling) {
        this.family = family;
        this.renamed = renamed;
        this.firstPosition = firstPosition;
        this.pooling = pooling;
    }

    public BertConfig config() {
        BertConfigBuilder tiny = family.defaults()
                .vocabSize(50).hiddenSize(24).numHiddenLayers(2).numAttentionHeads(3).intermediateSize(56)
                .maxPositionEmbeddings(20).layerNormEps(1e-5);
        return switch (this) {
            case BERT, DISTILBERT -> tiny.build();
            case ROBERTA -> tiny.typeVocabSize(1).build();
            case ELECTRA -> tiny.embeddingSize(8).build();
        };
    }

    /// Whether texts of a pair are told apart by token types.
    public boolean seesTypes() {
        return this == BERT || this == ELECTRA;
    }

    public String bertName(String name) {
        String renamedOnce = name;
        for (var entry : renamed) {
            if (renamedOnce.startsWith(entry.getKey()) || renamedOnce.contains("." + entry.getKey())) {
                renamedOnce = renamedOnce.replace(entry.getKey(), entry.getValue());
            }
        }
        return renamedOnce;
    }

    private static double relu(double x) {
        return Math.max(x, 0);
    }
}
