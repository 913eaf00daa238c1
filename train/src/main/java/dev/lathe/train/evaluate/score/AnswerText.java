package dev.lathe.train.evaluate.score;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Compares answers as the official evaluation of SQuAD does: letter case, ASCII punctuation, English articles and white
/// space don't count.
///
/// What a word character and white space are follows Python 3, in which that evaluation is written.
public final class AnswerText {

    private static final Pattern PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");
    private static final Pattern ARTICLE = Pattern.compile("(?<![\\p{L}\\p{N}_])(?:a|an|the)(?![\\p{L}\\p{N}_])");
    private static final Pattern SPACES = Pattern.compile("[\\x09-\\x0D\\x1C-\\x1F\\x85\\p{Z}]+");

    private AnswerText() {
    }

    /// What is compared of an answer.
    ///
    /// @param answer the text
    /// @return it in lower case, without punctuation, then without the words "a", "an" and "the", its words one space apart
    public static String normalized(String answer) {
        String bare = PUNCTUATION.matcher(answer.toLowerCase(Locale.ROOT)).replaceAll("");
        return String.join(" ", words(ARTICLE.matcher(bare).replaceAll(" ")));
    }

    /// Whether two answers are the same.
    ///
    /// @param gold a true answer; empty for "there is none"
    /// @param predicted the prediction
    /// @return 1 or 0
    public static double exact(String gold, String predicted) {
        return normalized(gold).equals(normalized(predicted)) ? 1 : 0;
    }

    /// How many words two answers share, each as often as it occurs in both: the harmonic mean of their shares.
    ///
    /// @param gold a true answer; empty for "there is none"
    /// @param predicted the prediction
    /// @return the F1 score; if nothing is left of one of them, 1 if nothing is left of the other either, else 0
    public static double f1(String gold, String predicted) {
        List<String> there = words(normalized(gold));
        List<String> found = words(normalized(predicted));
        if (there.isEmpty() || found.isEmpty()) {
            return there.equals(found) ? 1 : 0;
        }
        Map<String, Integer> left = new HashMap<>();
        there.forEach(word -> left.merge(word, 1, Integer::sum));
        int shared = 0;
        for (String word : found) {
            if (left.merge(word, -1, Integer::sum) >= 0) {
                shared++;
            }
        }
        return 2.0 * shared / (there.size() + found.size());
    }

    private static List<String> words(String text) {
        return Arrays.stream(SPACES.split(text)).filter(word -> !word.isEmpty()).toList();
    }
}
