package dev.lathe.bert.predict;

/// A part of a text that answers a question.
///
/// @param text the part
/// @param start where it starts, in UTF-16 units of the text
/// @param end where it ends, exclusive
/// @param score its probability among all parts that may be an answer, 0 to 1
public record Answer(String text, int start, int end, double score) {}
