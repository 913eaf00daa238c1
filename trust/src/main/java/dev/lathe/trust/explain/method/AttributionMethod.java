package dev.lathe.trust.explain.method;

/// A way of sharing a number out over the words of its text.
public interface AttributionMethod {
    /// The word for it, as on the command line: `integrated-gradients`.
    String name();

    /// Whether a score below 0 speaks against; else scores tell only how much a word matters.
    boolean isSigned();

    /// Whether the scores sum to the difference to what is compared with.
    boolean isComplete();

    Attribution attribute(ExplainedText text);

    /// Whether it looks at gradients alone, so that it can be asked at embeddings that no text has.
    default boolean isOfGradients() {
        return false;
    }
}
