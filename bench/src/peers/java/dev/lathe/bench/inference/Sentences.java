package dev.lathe.bench.inference;

import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Texts of an exact number of tokens: words that are one token each, between `[CLS]` and `[SEP]`.
final class Sentences {

    /// Before this the vocabulary has special tokens and single characters.
    private static final int FIRST_WORD = 2000;
    private static final int SPECIAL_TOKENS = 2;

    private final WordPieceTokenizer tokenizer;
    private final List<String> words;

    Sentences(WordPieceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        Vocabulary vocabulary = tokenizer.vocabulary();
        words = IntStream.range(FIRST_WORD, vocabulary.size()).mapToObj(vocabulary::token)
                .filter(token -> token.matches("[a-z]+")).toList();
    }

    /// @param count of texts, each with words of its own
    /// @param tokens of each
    /// @throws IllegalStateException if the tokenizer finds another number in one
    List<String> texts(int count, int tokens) {
        var texts = new ArrayList<String>();
        for (int text = 0; text < count; text++) {
            var chosen = new ArrayList<String>();
            for (int position = 0; position < tokens - SPECIAL_TOKENS; position++) {
                chosen.add(words.get((7919 * text + 104_729 * position + 31 * text * position) % words.size()));
            }
            texts.add(String.join(" ", chosen));
            if (ids(texts.getLast()).length != tokens) {
                throw new IllegalStateException("'" + texts.getLast() + "': not of " + tokens + " tokens");
            }
        }
        return texts;
    }

    int[] ids(String text) {
        return tokenizer.encode(text).ids();
    }
}
