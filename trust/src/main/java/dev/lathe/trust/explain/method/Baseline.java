package dev.lathe.trust.explain.method;

/// What stands for a text that says nothing, where a method compares with one.
public enum Baseline {
    /// Every word's tokens are the mask; special tokens, positions and types stay. What is left out by words is the same.
    MASK,
    /// As [#MASK], with the token of padding.
    PAD,
    /// Embeddings of zeros, of special tokens too: no text has them.
    ZERO
}
