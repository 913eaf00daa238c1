package dev.lathe.train.evaluate;

/// What a classifier made of one text.
///
/// @param gold the right label
/// @param predicted the given label
/// @param probability of the given label
public record ClassAnswer(String gold, String predicted, double probability) {}
