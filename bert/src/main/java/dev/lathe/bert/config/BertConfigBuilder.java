package dev.lathe.bert.config;

/// Collects the fields of a [BertConfig]; those not set keep BERT-base's values.
public final class BertConfigBuilder {
    private static final double FOLLOWS_HIDDEN_DROPOUT = Double.NaN;
    private static final int FOLLOWS_HIDDEN_SIZE = -1;

    private ModelFamily family = ModelFamily.BERT;
    private int vocabSize = 30_522;
    private int embeddingSize = FOLLOWS_HIDDEN_SIZE;
    private int hiddenSize = 768;
    private int numHiddenLayers = 12;
    private int numAttentionHeads = 12;
    private int intermediateSize = 3_072;
    private HiddenAct hiddenAct = HiddenAct.GELU;
    private double hiddenDropoutProb = 0.1;
    private double attentionProbsDropoutProb = 0.1;
    private double classifierDropout = FOLLOWS_HIDDEN_DROPOUT;
    private int maxPositionEmbeddings = 512;
    private int typeVocabSize = 2;
    private double initializerRange = 0.02;
    private double layerNormEps = 1e-12;
    private int padTokenId;
    private int virtualTokens;

    BertConfigBuilder() {}

    BertConfigBuilder(BertConfig from) {
        family = from.family();
        vocabSize = from.vocabSize();
        if (from.embeddingSize() != from.hiddenSize()) {
            embeddingSize = from.embeddingSize();
        }
        hiddenSize = from.hiddenSize();
        numHiddenLayers = from.numHiddenLayers();
        numAttentionHeads = from.numAttentionHeads();
        intermediateSize = from.intermediateSize();
        hiddenAct = from.hiddenAct();
        hiddenDropoutProb = from.hiddenDropoutProb();
        attentionProbsDropoutProb = from.attentionProbsDropoutProb();
        if (from.classifierDropout() != from.hiddenDropoutProb()) {
            classifierDropout = from.classifierDropout();
        }
        maxPositionEmbeddings = from.maxPositionEmbeddings();
        typeVocabSize = from.typeVocabSize();
        initializerRange = from.initializerRange();
        layerNormEps = from.layerNormEps();
        padTokenId = from.padTokenId();
        virtualTokens = from.virtualTokens();
    }

    /// Sets [BertConfig#family].
    public BertConfigBuilder family(ModelFamily value) {
        family = value;
        return this;
    }

    /// Sets [BertConfig#vocabSize].
    public BertConfigBuilder vocabSize(int value) {
        vocabSize = value;
        return this;
    }

    /// Sets [BertConfig#embeddingSize], which is else the hidden size.
    public BertConfigBuilder embeddingSize(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("embeddingSize " + value + ": must be at least 1");
        }
        embeddingSize = value;
        return this;
    }

    /// Sets [BertConfig#hiddenSize], and the embeddings' unless that is set on its own.
    public BertConfigBuilder hiddenSize(int value) {
        hiddenSize = value;
        return this;
    }

    /// Sets [BertConfig#numHiddenLayers].
    public BertConfigBuilder numHiddenLayers(int value) {
        numHiddenLayers = value;
        return this;
    }

    /// Sets [BertConfig#numAttentionHeads].
    public BertConfigBuilder numAttentionHeads(int value) {
        numAttentionHeads = value;
        return this;
    }

    /// Sets [BertConfig#intermediateSize].
    public BertConfigBuilder intermediateSize(int value) {
        intermediateSize = value;
        return this;
    }

    /// Sets [BertConfig#hiddenAct].
    public BertConfigBuilder hiddenAct(HiddenAct value) {
        hiddenAct = value;
        return this;
    }

    /// Sets [BertConfig#hiddenDropoutProb], and the classifier's unless that is set on its own.
    public BertConfigBuilder hiddenDropoutProb(double value) {
        hiddenDropoutProb = value;
        return this;
    }

    /// Sets [BertConfig#attentionProbsDropoutProb].
    public BertConfigBuilder attentionProbsDropoutProb(double value) {
        attentionProbsDropoutProb = value;
        return this;
    }

    /// Sets [BertConfig#classifierDropout].
    public BertConfigBuilder classifierDropout(double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("classifierDropout NaN: must be at least 0 and below 1");
        }
        classifierDropout = value;
        return this;
    }

    /// Sets [BertConfig#maxPositionEmbeddings].
    public BertConfigBuilder maxPositionEmbeddings(int value) {
        maxPositionEmbeddings = value;
        return this;
    }

    /// Sets [BertConfig#typeVocabSize].
    public BertConfigBuilder typeVocabSize(int value) {
        typeVocabSize = value;
        return this;
    }

    /// Sets [BertConfig#initializerRange].
    public BertConfigBuilder initializerRange(double value) {
        initializerRange = value;
        return this;
    }

    /// Sets [BertConfig#layerNormEps].
    public BertConfigBuilder layerNormEps(double value) {
        layerNormEps = value;
        return this;
    }

    /// Sets [BertConfig#padTokenId].
    public BertConfigBuilder padTokenId(int value) {
        padTokenId = value;
        return this;
    }

    /// Sets [BertConfig#virtualTokens].
    public BertConfigBuilder virtualTokens(int value) {
        virtualTokens = value;
        return this;
    }

    /// The configuration.
    ///
    /// @throws IllegalArgumentException naming the field that does not fit
    public BertConfig build() {
        return new BertConfig(
                family,
                vocabSize,
                embeddingSize == FOLLOWS_HIDDEN_SIZE ? hiddenSize : embeddingSize,
                hiddenSize,
                numHiddenLayers,
                numAttentionHeads,
                intermediateSize,
                hiddenAct,
                hiddenDropoutProb,
                attentionProbsDropoutProb,
                Double.isNaN(classifierDropout) ? hiddenDropoutProb : classifierDropout,
                maxPositionEmbeddings,
                typeVocabSize,
                initializerRange,
                layerNormEps,
                padTokenId,
                virtualTokens);
    }
}
