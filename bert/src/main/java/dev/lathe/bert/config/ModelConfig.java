package dev.lathe.bert.config;

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
/// @param unanswerable whether a head for questions was trained with some that have no answer, as in SQuAD 2.0; default
///     nobody knows, `version_2_with_negative`, which is what Hugging Face's training calls it; its models ignore the key
public record ModelConfig(
        BertConfig bert, String architecture, List<String> labels, ProblemType problemType,
        Optional<Boolean> unanswerable) {
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

    /// A model of which nobody knows whether it was asked what has no answer, as most are never asked anything.
    ///
    /// @throws IllegalArgumentException when two labels are equal
    public ModelConfig(BertConfig bert, String architecture, List<String> labels, ProblemType problemType) {
        this(bert, architecture, labels, problemType, Optional.empty());
    }

    /// An encoder without a head.
    public static ModelConfig encoder(BertConfig bert) {
        return new ModelConfig(
                bert, bert.family().architecture(ModelHead.NONE), List.of(), ProblemType.UNSPECIFIED);
    }

    /// The same model, with so many positions of every text taken.
    public ModelConfig withVirtualTokens(int count) {
        return new ModelConfig(bert.toBuilder().virtualTokens(count).build(), architecture, labels, problemType, unanswerable);
    }

    /// The same model, trained with questions of which some have no answer, or all have one.
    public ModelConfig withUnanswerable(boolean value) {
        return new ModelConfig(bert, architecture, labels, problemType, Optional.of(value));
    }

    /// The head that the architecture names; empty if it names one that is not known.
    public Optional<ModelHead> head() {
        return ModelHead.of(architecture);
    }
}
