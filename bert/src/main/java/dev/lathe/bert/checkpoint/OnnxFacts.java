package dev.lathe.bert.checkpoint;

/// What the graph of an exported BERT tells that the shapes of its parameters don't.
///
/// @param numAttentionHeads heads of each attention, 0 when the graph does not show them
/// @param layerNormEps what layer normalisation adds to the variance, 0 when the graph does not show it
/// @param usesErf whether an error function is computed, as the exact GELU needs
public record OnnxFacts(int numAttentionHeads, double layerNormEps, boolean usesErf) {}
