package dev.lathe.bert;

import java.util.HashSet;
import java.util.List;

/// What a `config.json` says about a model: its encoder, and the head that was trained on it.
///
/// @param bert sizes and rates of the encoder
/// @param architecture Hugging Face's class for encoder and head, such as `BertForSequenceClassification`; default
///     `BertModel`, first element of `architectures`
/// @param labels names of the head's outputs in their order; default none, `id2label` and `label2id`
/// @param problemType which loss the head was trained with; default unspecified, `problem_type`
public record ModelConfig(BertConfig bert, String architecture, List<String> labels, ProblemType problemType) {
    /// The architecture of an encoder without a head.
    public static final String ENCODER_ONLY = "BertModel";

    /// @throws IllegalArgumentException when two labels are equal
    public ModelConfig {
        labels = List.copyOf(labels);
        var seen = new HashSet<String>();
        for (String label : labels) {
            if (!seen.add(label)) {
                throw new IllegalArgumentException("label '" + label + "': given twice");
            }
        }
    }

    /// An encoder without a head.
    public static ModelConfig encoder(BertConfig bert) {
        return new ModelConfig(bert, ENCODER_ONLY, List.of(), ProblemType.UNSPECIFIED);
    }
}
