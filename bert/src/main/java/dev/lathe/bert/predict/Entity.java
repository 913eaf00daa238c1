package dev.lathe.bert.predict;

/// A part of a text that a model has recognised.
///
/// @param type what it is: a label without the `B-` or `I-` in front; with [Aggregation#NONE] and [Aggregation#WORDS] the label as it is
/// @param start where it starts, in UTF-16 units of the text
/// @param end where it ends, exclusive
/// @param text the part itself
/// @param score mean probability of the labels of its pieces or words, 0 to 1
public record Entity(String type, int start, int end, String text, double score) {}
