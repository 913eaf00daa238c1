package dev.lathe.bert.config;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// BERT and the relatives that are made of the same layers: what each calls its parts, and which of them it has.
///
/// Layers read these descriptions and never ask which family they belong to. One more is a class beside `BertFamily` and a
/// line in [#ALL]; it has a constant only if something has to ask for it by name.
public abstract class ModelFamily {
    public static final ModelFamily BERT = new BertFamily();
    public static final ModelFamily DISTILBERT = new DistilBertFamily();
    public static final ModelFamily ROBERTA = new RobertaFamily();
    public static final ModelFamily ELECTRA = new ElectraFamily();

    /// All of them, BERT first.
    public static final List<ModelFamily> ALL = List.of(
            BERT,
            DISTILBERT,
            ROBERTA,
            ELECTRA);

    private final String className;

    /// @param className what the names of Hugging Face's classes begin with
    ModelFamily(String className) {
        this.className = className;
    }

    /// What the embeddings are made of.
    ///
    /// @param tokenTypes whether there is a table of token types
    /// @param mayWiden whether embeddings may be narrower than the layers, and are brought to their width
    /// @param firstPosition row of the position table that a text's first token has, by the padding token's id
    public record Encoding(boolean tokenTypes, boolean mayWiden, IntUnaryOperator firstPosition) {}

    /// Names of a head over the hidden state of the first token.
    ///
    /// @param dense path of the layer before the scores: of the pooler, where the family's heads stand on one
    /// @param activation after `dense`
    /// @param output path of the layer that makes the scores
    /// @param dropsInput whether dropout comes before `dense` too
    public record FirstTokenNames(String dense, HiddenAct activation, String output, boolean dropsInput) {}

    /// Names of a head that guesses words.
    ///
    /// @param dense path of the transformation
    /// @param layerNorm path of its normalisation
    /// @param decoder path of the decoder, whose weight is that of the word embeddings
    /// @param activation after `dense`
    public record MaskedWordNames(
            String dense, String layerNorm, String decoder, Function<BertConfig, HiddenAct> activation) {}

    /// Shares dropped before the heads over each token.
    ///
    /// @param classification before the classifier of tokens
    /// @param answer before the scores of where an answer starts and ends
    public record TokenDropouts(ToDoubleFunction<BertConfig> classification, ToDoubleFunction<BertConfig> answer) {}

    /// The family that a `config.json` names.
    ///
    /// @throws IllegalArgumentException for any other, naming those that are known
    public static ModelFamily of(String modelType) {
        for (ModelFamily family : ALL) {
            if (family.modelType().equals(modelType)) {
                return family;
            }
        }
        throw new IllegalArgumentException("model_type '%s': a family that is not known; known: %s".formatted(
                modelType, ALL.stream().map(ModelFamily::modelType).collect(Collectors.joining(", "))));
    }

    /// The name in a `config.json`, which is also the first part of the names of the encoder's parameters below a head.
    public final String modelType() {
        return className.toLowerCase(Locale.ROOT);
    }

    /// Hugging Face's class of this family with a head, such as `RobertaForMaskedLM`.
    public final String architecture(ModelHead head) {
        return className + head.suffix();
    }

    /// A builder that holds the sizes of BERT-base, and what this family's `config.json` means where it is silent.
    public final BertConfigBuilder defaults() {
        return whereSilent(BertConfig.builder().family(this));
    }

    /// Changes what this family's `config.json` means otherwise than BERT's where it is silent.
    BertConfigBuilder whereSilent(BertConfigBuilder bert) {
        return bert;
    }

    /// What the embeddings are made of.
    public abstract Encoding encoding();

    /// The names of the encoder's parameters.
    public LayerNames layerNames() {
        return LayerNames.BERT;
    }

    /// The names of the fields of a `config.json`.
    ConfigKeys configKeys() {
        return ConfigKeys.BERT;
    }

    /// The head that classifies texts.
    public abstract FirstTokenNames classification();

    /// The head that chooses.
    public abstract FirstTokenNames choice();

    /// The head that guesses words.
    public abstract MaskedWordNames maskedWords();

    /// What is dropped before the heads over each token.
    public TokenDropouts tokenDropouts() {
        return new TokenDropouts(BertConfig::classifierDropout, config -> 0);
    }

    /// As `config.json` has it.
    @Override
    public final String toString() {
        return modelType();
    }
}
