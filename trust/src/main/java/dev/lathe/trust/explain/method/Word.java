package dev.lathe.trust.explain.method;

/// A word of an explained text, as the tokenizer cuts it: what lies between spaces, each punctuation mark on its own.
///
/// @param part 0 in the first text of a pair or the only one, 1 in the second
/// @param text as it stands there
/// @param start in its text, in UTF-16 units
/// @param end exclusive
/// @param firstToken of the sequence that the model reads
/// @param endToken exclusive
public record Word(int part, String text, int start, int end, int firstToken, int endToken) {}
