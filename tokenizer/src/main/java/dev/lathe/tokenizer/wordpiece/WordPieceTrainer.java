package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Learns a vocabulary of word pieces from text.
///
/// Words are normalised and counted as the tokenizer will see them. Beginning with single characters,
/// the two neighbouring pieces that stand side by side most often become one, again and again, until the
/// vocabulary is full or no two are neighbours often enough. Of equally frequent pairs the one whose left
/// piece, then right piece, comes first by code points is taken. So the same words with the same counts
/// give the same vocabulary, in whatever order and by however many threads they were counted. Memory
/// grows with the number of different words, not with the length of the text.
///
/// Every word of the text whose characters are all in the alphabet can be spelt; other words are `[UNK]`
/// and teach nothing.
///
/// Source of the merging: Sennrich et al. 2016, "Neural Machine Translation of Rare Words with Subword
/// Units", arXiv:1508.07909, section 3.2; it is also what Hugging Face's WordPiece trainer does.
public final class WordPieceTrainer {
    private final TrainerOptions options;
    private final TokenizerOptions tokenizerOptions;

    /// @param options          how large the vocabulary gets
    /// @param tokenizerOptions how text is normalised, and what the special tokens are called
    public WordPieceTrainer(TrainerOptions options, TokenizerOptions tokenizerOptions) {
        this.options = options;
        this.tokenizerOptions = tokenizerOptions;
    }

    /// A tokenizer with a vocabulary for these texts: special tokens, alphabet, pieces as they were made.
    ///
    /// @param texts   read once, to the end
    /// @param threads how many count words; they change nothing but the time
    /// @throws IllegalArgumentException if the special tokens and the alphabet do not fit into the
    ///                                  vocabulary, or `threads` is less than 1
    public WordPieceTokenizer train(Stream<String> texts, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("train: %d threads: at least one is needed".formatted(threads));
        }
        SortedMap<String, Long> words = WordCounter.count(texts.iterator(), tokenizerOptions, special(), threads);
        var alphabet = Alphabet.of(words, options.alphabetLimit());
        words.keySet().removeIf(word -> !alphabet.spells(word));
        var tokens = new LinkedHashSet<>(tokenizerOptions.specialTokens().all());
        int special = tokens.size();
        tokens.addAll(alphabet.pieces(words.keySet()));
        if (tokens.size() > options.vocabularySize()) {
            throw new IllegalArgumentException("train: vocabularySize %d: %d special tokens and %d pieces of one character"
                    .formatted(options.vocabularySize(), special, tokens.size() - special));
        }
        new PieceMerger(words).mergeInto(tokens, options.vocabularySize(), options.minFrequency());
        return WordPieceTokenizer.of(Vocabulary.of(new ArrayList<>(tokens)), tokenizerOptions);
    }

    private List<AddedToken> special() {
        List<String> names = tokenizerOptions.specialTokens().all();
        return IntStream.range(0, names.size()).mapToObj(id -> AddedToken.special(id, names.get(id))).toList();
    }
}
