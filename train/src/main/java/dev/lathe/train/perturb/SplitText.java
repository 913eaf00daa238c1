package dev.lathe.train.perturb;

import java.util.ArrayList;
import java.util.List;

/// A text as words, and what stands between them. A word is a run of letters and digits, with the marks that belong to them.
///
/// @param words one after another
/// @param between what stands before the first word, between words, and after the last: one more than words
public record SplitText(List<String> words, List<String> between) {
    public SplitText {
        words = List.copyOf(words);
        between = List.copyOf(between);
    }

    public static SplitText of(String text) {
        var words = new ArrayList<String>();
        var between = new ArrayList<String>();
        int at = 0;
        int gap = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && isOfWord(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            if (end > at) {
                between.add(text.substring(gap, at));
                words.add(text.substring(at, end));
                gap = end;
                at = end;
            } else {
                at += Character.charCount(text.codePointAt(at));
            }
        }
        between.add(text.substring(gap));
        return new SplitText(words, between);
    }

    private static boolean isOfWord(int c) {
        return Character.isLetterOrDigit(c) || switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    /// The text with another word in one's place.
    ///
    /// @param word which one, from 0
    /// @param other empty to leave it out, with the space before it
    public SplitText with(int word, String other) {
        var changed = new ArrayList<>(words);
        var parts = new ArrayList<>(between);
        changed.set(word, other);
        if (other.isEmpty()) {
            parts.set(word, parts.get(word).stripTrailing());
        }
        return new SplitText(changed, parts);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(between.getFirst());
        for (int i = 0; i < words.size(); i++) {
            text.append(words.get(i)).append(between.get(i + 1));
        }
        return text.toString();
    }
}
