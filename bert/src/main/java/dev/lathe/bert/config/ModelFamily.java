package dev.lathe.bert.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// BERT and the relatives that are made of the same layers: what each calls its parts, and which of them it has.
///
/// Layers read these descriptions and never ask which family they belong to.
public enum ModelFamily {
    /// Devlin et al., 2019.
    BERT(
            "Bert",
            new Encoding(true, false, padTokenId -> 0),
            LayerNames.BERT,
            ConfigKeys.BERT,
            new FirstTokenNames("bert.pooler.dense", HiddenAct.TANH, "classifier", false),
            new FirstTokenNames("bert.pooler.dense", HiddenAct.TANH, "classifier", false),
            new MaskedWordNames(
                    "cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm", "cls.predictions",
                    BertConfig::hiddenAct),
            TokenDropouts.BERT,
            config -> config),

    /// Sanh et al., 2019: half the layers, no token types and no pooler.
    DISTILBERT(
            "DistilBert",
            new Encoding(false, false, padTokenId -> 0),
            LayerNames.DISTILBERT,
            ConfigKeys.DISTILBERT,
            new FirstTokenNames("pre_classifier", HiddenAct.RELU, "classifier", false),
            new FirstTokenNames("pre_classifier", HiddenAct.RELU, "classifier", false),
            new MaskedWordNames("vocab_transform", "vocab_layer_norm", "vocab_projector", BertConfig::hiddenAct),
            TokenDropouts.DISTILBERT,
            config -> config.classifierDropout(0.2)),

    /// Liu et al., 2019: positions count from behind the padding's, and one token type.
    ROBERTA(
            "Roberta",
            new Encoding(true, false, padTokenId -> padTokenId + 1),
            LayerNames.BERT,
            ConfigKeys.BERT,
            new FirstTokenNames("classifier.dense", HiddenAct.TANH, "classifier.out_proj", true),
            new FirstTokenNames("roberta.pooler.dense", HiddenAct.TANH, "classifier", false),
            new MaskedWordNames("lm_head.dense", "lm_head.layer_norm", "lm_head", config -> HiddenAct.GELU),
            TokenDropouts.BERT,
            config -> config.padTokenId(1)),

    /// Clark et al., 2020: embeddings that may be narrower than the layers, and no pooler.
    ELECTRA(
            "Electra",
            new Encoding(true, true, padTokenId -> 0),
            LayerNames.BERT,
            ConfigKeys.BERT,
            new FirstTokenNames("classifier.dense", HiddenAct.GELU, "classifier.out_proj", true),
            new FirstTokenNames("sequence_summary.summary", HiddenAct.GELU, "classifier", false),
            new MaskedWordNames(
                    "generator_predictions.dense", "generator_predictions.LayerNorm", "generator_lm_head",
                    config -> HiddenAct.GELU),
            TokenDropouts.BERT,
            config -> config);

    private final String className;
    private final Encoding encoding;
    private final LayerNames layerNames;
    private final ConfigKeys configKeys;
    private final FirstTokenNames classification;
    private final FirstTokenNames choice;
    private final MaskedWordNames maskedWords;
    private final TokenDropouts tokenDropouts;
    private final UnaryOperator<BertConfigBuilder> defaults;

    ModelFamily(
            String className, Encoding encoding, LayerNames layerNames, ConfigKeys configKeys,
            FirstTokenNames classification, FirstTokenNames choice, MaskedWordNames maskedWords,
            TokenDropouts tokenDropouts, UnaryOperator<BertConfigBuilder> defaults) {
        this.className = className;
        this.encoding = encoding;
        this.layerNames = layerNames;
        this.configKeys = configKeys;
        this.classification = classification;
        this.choice = choice;
        this.maskedWords = maskedWords;
        this.tokenDropouts = tokenDropouts;
        this.defaults = defaults;
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
    public record TokenDropouts(ToDoubleFunction<BertConfig> classification, ToDoubleFunction<BertConfig> answer) {
        static final TokenDropouts BERT = new TokenDropouts(BertConfig::classifierDropout, config -> 0);
        static final TokenDropouts DISTILBERT =
                new TokenDropouts(BertConfig::hiddenDropoutProb, BertConfig::hiddenDropoutProb);
    }

    /// The name in a `config.json`, which is also the first part of the names of the encoder's parameters below a head.
    public String modelType() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Hugging Face's class of this family with a head, such as `RobertaForMaskedLM`.
    public String architecture(ModelHead head) {
        return className + head.suffix();
    }

    /// The family that a `config.json` names.
    ///
    /// @throws IllegalArgumentException for any other, naming those that are known
    public static ModelFamily of(String modelType) {
        for (ModelFamily family : values()) {
            if (family.modelType().equals(modelType)) {
                return family;
            }
        }
        throw new IllegalArgumentException("model_type '%s': a family that is not known; known: %s".formatted(
                modelType, Arrays.stream(values()).map(ModelFamily::modelType).collect(Collectors.joining(", "))));
    }

    /// A builder that holds the sizes of BERT-base, and what this family's `config.json` means where it is silent.
    public BertConfigBuilder defaults() {
        return defaults.apply(BertConfig.builder().family(this));
    }

    public Encoding encoding() {
        return encoding;
    }

    public LayerNames layerNames() {
        return layerNames;
    }

    ConfigKeys configKeys() {
        return configKeys;
    }

    public FirstTokenNames classification() {
        return classification;
    }

    public FirstTokenNames choice() {
        return choice;
    }

    public MaskedWordNames maskedWords() {
        return maskedWords;
    }

    public TokenDropouts tokenDropouts() {
        return tokenDropouts;
    }
}
