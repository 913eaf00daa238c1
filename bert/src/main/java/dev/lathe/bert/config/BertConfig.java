package dev.lathe.bert.config;

/// The sizes and rates that define the encoder of BERT (Devlin et al. 2018, section 3) or of a relative, in the words
/// of its checkpoint.
///
/// Defaults are those of BERT-base; [BertConfig#builder] starts from them. The key in a `config.json` is the
/// field's name in snake case, where the family does not say otherwise.
///
/// @param family what the parts are called, and which there are; default BERT, `model_type`
/// @param vocabSize rows of the word embedding table; default 30522, `vocab_size`
/// @param embeddingSize features of the embeddings; default hiddenSize, from which only ELECTRA's may differ,
///     `embedding_size`
/// @param hiddenSize features of a token between layers; default 768, `hidden_size`
/// @param numHiddenLayers encoder blocks; default 12, `num_hidden_layers`
/// @param numAttentionHeads heads of each attention, divides hiddenSize; default 12, `num_attention_heads`
/// @param intermediateSize features inside a block's feed-forward part; default 3072, `intermediate_size`
/// @param hiddenAct activation of the feed-forward part; default GELU by erf, `hidden_act`
/// @param hiddenDropoutProb share of features dropped after embeddings and dense layers, in `[0,1)`; default 0.1,
///     `hidden_dropout_prob`
/// @param attentionProbsDropoutProb share of attention probabilities dropped, in `[0,1)`; default 0.1,
///     `attention_probs_dropout_prob`
/// @param classifierDropout share of features dropped before a classification head, in `[0,1)`; default
///     hiddenDropoutProb, `classifier_dropout`
/// @param maxPositionEmbeddings rows of the position table: the longest sequence in tokens, see
///     [#longestSequence]; default 512, `max_position_embeddings`
/// @param typeVocabSize rows of the token type table (first and second text); default 2, `type_vocab_size`
/// @param initializerRange standard deviation of freshly initialised weights; default 0.02, `initializer_range`
/// @param layerNormEps added to the variance in layer normalisation; default 1e-12, `layer_norm_eps`
/// @param padTokenId id of the padding token, whose embedding is not trained; default 0, `pad_token_id`
/// @param virtualTokens positions of every text that learned rows take before its own; default 0, an adapter's `num_virtual_tokens`
public record BertConfig(
        ModelFamily family,
        int vocabSize,
        int embeddingSize,
        int hiddenSize,
        int numHiddenLayers,
        int numAttentionHeads,
        int intermediateSize,
        HiddenAct hiddenAct,
        double hiddenDropoutProb,
        double attentionProbsDropoutProb,
        double classifierDropout,
        int maxPositionEmbeddings,
        int typeVocabSize,
        double initializerRange,
        double layerNormEps,
        int padTokenId,
        int virtualTokens) {

    /// @throws IllegalArgumentException naming the field that does not fit
    public BertConfig {
        requirePositive("vocabSize", vocabSize);
        requirePositive("hiddenSize", hiddenSize);
        requirePositive("embeddingSize", embeddingSize);
        requirePositive("numHiddenLayers", numHiddenLayers);
        requirePositive("numAttentionHeads", numAttentionHeads);
        requirePositive("intermediateSize", intermediateSize);
        requirePositive("maxPositionEmbeddings", maxPositionEmbeddings);
        requirePositive("typeVocabSize", typeVocabSize);
        requireRoom("vocabSize", vocabSize, "embeddingSize", embeddingSize);
        requireRoom("maxPositionEmbeddings", maxPositionEmbeddings, "embeddingSize", embeddingSize);
        requireRoom("typeVocabSize", typeVocabSize, "embeddingSize", embeddingSize);
        requireRoom("embeddingSize", embeddingSize, "hiddenSize", hiddenSize);
        requireRoom("hiddenSize", hiddenSize, "hiddenSize", hiddenSize);
        requireRoom("intermediateSize", intermediateSize, "hiddenSize", hiddenSize);
        if (hiddenSize % numAttentionHeads != 0) {
            throw new IllegalArgumentException(
                    "hiddenSize " + hiddenSize + ": not divisible by numAttentionHeads " + numAttentionHeads);
        }
        if (embeddingSize != hiddenSize && !family.encoding().mayWiden()) {
            throw new IllegalArgumentException(
                    "embeddingSize " + embeddingSize + ": " + family.modelType() + " needs hiddenSize " + hiddenSize);
        }
        requireRate("hiddenDropoutProb", hiddenDropoutProb);
        requireRate("attentionProbsDropoutProb", attentionProbsDropoutProb);
        requireRate("classifierDropout", classifierDropout);
        requireFiniteAboveZero("initializerRange", initializerRange);
        requireFiniteAboveZero("layerNormEps", layerNormEps);
        if (padTokenId < 0 || padTokenId >= vocabSize) {
            throw new IllegalArgumentException(
                    "padTokenId " + padTokenId + ": vocabulary has 0.." + (vocabSize - 1));
        }
        requirePositions(family, maxPositionEmbeddings, padTokenId);
        int room = maxPositionEmbeddings - family.encoding().firstPosition().applyAsInt(padTokenId);
        if (virtualTokens < 0 || virtualTokens >= room) {
            throw new IllegalArgumentException(
                    "virtualTokens %d: the model takes %d tokens at most, with those of a text".formatted(virtualTokens, room));
        }
    }

    /// A matrix has no more values than an `int` counts.
    private static void requireRoom(String rowsField, int rows, String columnsField, int columns) {
        if ((long) rows * columns > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("%s %d x %s %d: more than %d numbers".formatted(
                    rowsField, rows, columnsField, columns, Integer.MAX_VALUE));
        }
    }

    private static void requirePositions(ModelFamily family, int maxPositionEmbeddings, int padTokenId) {
        int first = family.encoding().firstPosition().applyAsInt(padTokenId);
        if (first >= maxPositionEmbeddings) {
            throw new IllegalArgumentException("maxPositionEmbeddings %d: %s's positions start at %d".formatted(
                    maxPositionEmbeddings, family.modelType(), first));
        }
    }

    /// Row of the position table that a sequence's first token has.
    public int firstPosition() {
        return family.encoding().firstPosition().applyAsInt(padTokenId);
    }

    /// Tokens of the longest sequence that the model takes, special ones included, virtual ones not.
    public int longestSequence() {
        return maxPositionEmbeddings - firstPosition() - virtualTokens;
    }

    /// Features of one attention head: `hiddenSize / numAttentionHeads`.
    public int headSize() {
        return hiddenSize / numAttentionHeads;
    }

    /// A builder that holds the sizes of BERT-base.
    public static BertConfigBuilder builder() {
        return new BertConfigBuilder();
    }

    /// A builder that holds this configuration; a classifier dropout equal to the hidden one keeps following it.
    public BertConfigBuilder toBuilder() {
        return new BertConfigBuilder(this);
    }

    private static void requirePositive(String field, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(field + " " + value + ": must be at least 1");
        }
    }

    private static void requireRate(String field, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(field + " " + value + ": must be at least 0 and below 1");
        }
    }

    private static void requireFiniteAboveZero(String field, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(field + " " + value + ": must be finite and above 0");
        }
    }
}
