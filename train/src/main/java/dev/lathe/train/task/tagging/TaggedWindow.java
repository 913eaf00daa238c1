package dev.lathe.train.task.tagging;

import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.train.data.tags.TaggedSentence;

/// A part of a sentence that the model reads at once, or all of it.
///
/// Every word of a sentence is judged in one window only, at its first piece.
///
/// No record: its components are arrays. Treat those as read-only.
final class TaggedWindow {
    private final TaggedSentence sentence;
    private final TokenSequence tokens;
    private final int[] labels;
    private final int[] words;

    /// @param labels of each token: the id of its tag, or the loss's ignored index
    /// @param words the numbers of the words whose first pieces are judged here, in the order of the tokens
    TaggedWindow(TaggedSentence sentence, TokenSequence tokens, int[] labels, int[] words) {
        this.sentence = sentence;
        this.tokens = tokens;
        this.labels = labels;
        this.words = words;
    }

    /// The whole sentence.
    TaggedSentence sentence() {
        return sentence;
    }

    /// What the model reads.
    TokenSequence tokens() {
        return tokens;
    }

    /// What is right for each token: the id of its tag, or the loss's ignored index.
    int[] labels() {
        return labels;
    }

    /// The numbers of the words that are judged here, at least one, in the order of the tokens.
    int[] words() {
        return words;
    }
}
