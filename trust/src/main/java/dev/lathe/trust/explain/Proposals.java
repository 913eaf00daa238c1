package dev.lathe.trust.explain;

import dev.lathe.bert.predict.MaskFiller;
import dev.lathe.trust.explain.method.Word;
import java.util.List;

/// What may stand in the place of each word of a text.
@FunctionalInterface
public interface Proposals {
    /// A word may only be left out.
    Proposals DELETION = (_, words) -> words.stream().map(_ -> List.of("")).toList();

    /// Words for each place; the empty one leaves a word out.
    List<List<String>> of(String text, List<Word> words);

    /// What a model guesses where each word alone is masked: whole words only, and never the word itself.
    ///
    /// @param filler closed by its caller, and not before the last use
    /// @param mask as its vocabulary spells it
    /// @param top guesses a word, 1 or more
    static Proposals of(MaskFiller filler, String mask, int top) {
        return (text, words) -> filler.fillAll(words.stream()
                        .map(word -> text.substring(0, word.start()) + mask + text.substring(word.end())).toList(), top).stream()
                .map(masks -> masks.getFirst().stream().map(MaskFiller.Guess::token)
                        .filter(token -> token.codePoints().allMatch(Character::isLetterOrDigit)).toList())
                .toList();
    }
}
