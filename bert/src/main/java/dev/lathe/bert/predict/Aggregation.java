package dev.lathe.bert.predict;

/// How the labels of word pieces become entities: all but [#WORDS] as in Hugging Face's token classification pipeline.
public enum Aggregation {
    /// Each piece whose label is not `O` stands for itself, with its label as it is.
    NONE,
    /// Neighbouring pieces of one type are an entity.
    SIMPLE,
    /// A word has the label of its first piece; neighbouring words of one type are an entity.
    FIRST,
    /// A word has the label of its first piece, and each whose label is not `O` stands for itself, with its label as it is:
    /// for parts of speech, of which neighbours of one kind are no unit. The pipeline has no such thing.
    WORDS,
    /// A word has the label with the highest mean score over its pieces.
    AVERAGE,
    /// A word has the label of its most certain piece.
    MAX
}
