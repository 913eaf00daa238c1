package dev.lathe.bert;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// What a `config.json` says about a model: its encoder, and the head that was trained on it.
///
/// @param bert family, sizes and rates of the encoder
/// @param architecture Hugging Face's class for encoder and head, such as `BertForSequenceClassification`; default the
///     encoder alone, such as `BertModel`; first element of `architectures`
/// @param labels names of the head's outputs in their order; default none, `id2label` and `label2id`
/// @param problemType which loss the head was trained with; default unspecified, `problem_type`
public record ModelConfig(BertConfig bert, String architecture, List<String> labels, ProblemType problemType) {
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
        return new ModelConfig(
                bert, bert.family().architecture(ModelHead.NONE), List.of(), ProblemType.UNSPECIFIED);
    }

    /// The head that the architecture names; empty if it names one that is not known.
    public Optional<ModelHead> head() {
        return ModelHead.of(architecture);
    }
}
