package dev.lathe.bert.checkpoint.onnx;

/// What the graph of an exported encoder tells that the shapes of its parameters don't.
///
/// @param numAttentionHeads heads of each attention
/// @param layerNormEps what layer normalisation adds to the variance
/// @param hiddenAct the activation inside the layers, as a `config.json` calls it
/// @param countsFromPadding whether positions are counted over what is no padding, as RoBERTa's are
/// @param firstAct the activation behind the dense layer over the first token; empty where there is none
/// @param tokenAct the activation of a head over each token; empty where there is none
/// @param wordAct the activation of a head that guesses words; empty where there is none
/// @param answers whether scores of tokens come out in two parts, where an answer starts and where it ends
public record OnnxFacts(
        int numAttentionHeads, double layerNormEps, String hiddenAct, boolean countsFromPadding,
        String firstAct, String tokenAct, String wordAct, boolean answers) {}
