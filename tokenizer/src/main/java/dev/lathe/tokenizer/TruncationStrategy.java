package dev.lathe.tokenizer;

/// Which text of a pair gives way when both together are too long. The names are Hugging Face's.
public enum TruncationStrategy {
    /// The longer one until both are equally long, then both.
    LONGEST_FIRST,
    /// The first one only.
    ONLY_FIRST,
    /// The second one only.
    ONLY_SECOND,
    /// None: the tokens are as many as they are.
    DO_NOT_TRUNCATE
}
