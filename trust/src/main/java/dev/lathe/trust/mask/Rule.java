package dev.lathe.trust.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One kind of personal data, by the pattern of its letters and what else must hold.
///
/// @param type what stands in its place, in capitals, such as `MAIL`
/// @param pattern of a text that is folded: digits and dashes of all scripts are ASCII, nothing is invisible
/// @param check holds for what is meant, and for little that looks alike
record Rule(String type, Pattern pattern, Check check) implements Search {
    /// How far before a number the word may stand that says what it is.
    private static final int CONTEXT = 40;

    /// What a pattern cannot say, such as a check digit.
    @FunctionalInterface
    interface Check {
        /// @param found what matched
        /// @param before the characters before it, at most 40
        boolean holds(String found, String before);
    }

    static Rule of(String type, String pattern, Check check) {
        return new Rule(type, Pattern.compile(pattern), check);
    }

    /// Where a folded text has it.
    ///
    /// @throws MaskException if the pattern takes too long; the rule's type says which
    @Override
    public List<Span> find(Folded folded) {
        var spans = new ArrayList<Span>();
        try {
            Matcher matcher = pattern.matcher(new BoundedText(folded.text()));
            int from = 0;
            while (from <= folded.text().length() && matcher.find(from)) {
                int start = matcher.start();
                int end = matcher.end();
                boolean is = end > start && check.holds(folded.text().substring(start, end), folded.text().substring(Math.max(0, start - CONTEXT), start));
                if (is) {
                    spans.add(folded.span(type, start, end));
                }
                // What begins inside a failure may still be it.
                from = is ? end : start + 1;
            }
            return spans;
        } catch (BoundedText.Exhausted e) {
            throw new MaskException("mask: rule '%s': takes too long on this text".formatted(type));
        } catch (StackOverflowError e) {
            // java.util.regex repeats groups by recursion: such a pattern can be used for short texts only.
            throw new MaskException("mask: rule '%s': too deep on this text".formatted(type));
        }
    }
}
