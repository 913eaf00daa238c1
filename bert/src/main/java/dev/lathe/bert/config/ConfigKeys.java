package dev.lathe.bert.config;

/// What a family calls the sizes and rates of a [BertConfig] in its `config.json`, where families differ.
///
/// @param hiddenSize key of [BertConfig#hiddenSize], and so on
/// @param classifierDropoutMayFollow whether null stands for a classifier's dropout that is the hidden one's
record ConfigKeys(
        String hiddenSize, String numHiddenLayers, String numAttentionHeads, String intermediateSize,
        String hiddenAct, String hiddenDropoutProb, String attentionProbsDropoutProb,
        String classifierDropout, boolean classifierDropoutMayFollow) {

    static final ConfigKeys BERT = new ConfigKeys(
            "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
            "hidden_act", "hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout", true);

    static final ConfigKeys DISTILBERT = new ConfigKeys(
            "dim", "n_layers", "n_heads", "hidden_dim",
            "activation", "dropout", "attention_dropout", "seq_classif_dropout", false);
}
