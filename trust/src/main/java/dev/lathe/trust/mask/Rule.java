package dev.lathe.trust.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One kind of personal data, by the pattern of its letters and what else must hold.
///
/// @param type what stands in its place, in capitals, such as `MAIL`
/// @param lead where it may begin
/// @param needs characters of which a text must have one for the rule to be tried; none if empty
/// @param pattern of a text that is folded: digits and dashes of all scripts are ASCII, nothing is invisible
/// @param check holds for what is meant, and for little that looks alike
record Rule(String type, Lead lead, String needs, Pattern pattern, Check check) implements Search {
    /// How far before a number the word may stand that says what it is.
    private static final int CONTEXT = 40;

    /// What a pattern cannot say, such as a check digit.
    @FunctionalInterface
    interface Check {
        /// @param found what matched
        /// @param before the characters before it, at most 40
        boolean holds(String found, String before);
    }

    static Rule at(Lead lead, String type, String pattern, Check check) {
        return new Rule(type, lead, "", Pattern.compile(pattern), check);
    }

    static Rule anywhere(String needs, String type, String pattern, Check check) {
        return new Rule(type, Lead.ANY, needs, Pattern.compile(pattern), check);
    }

    /// Where a folded text has it.
    ///
    /// @throws MaskException if the pattern takes too long; the rule's type says which
    @Override
    public List<Span> find(Folded folded) {
        String text = folded.text();
        if (!needs.isEmpty() && needs.chars().noneMatch(c -> text.indexOf(c) >= 0)) {
            return List.of();
        }
        var spans = new ArrayList<Span>();
        try {
            Matcher matcher = pattern.matcher(new BoundedText(text)).useTransparentBounds(true).useAnchoringBounds(false);
            for (int from = 0; find(matcher, text, from);) {
                int start = matcher.start();
                int end = matcher.end();
                boolean is = end > start && check.holds(text.substring(start, end), text.substring(Math.max(0, start - CONTEXT), start));
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

    private boolean find(Matcher matcher, String text, int from) {
        if (lead == Lead.ANY) {
            return from <= text.length() && matcher.region(from, text.length()).find();
        }
        for (int i = from; i < text.length(); i++) {
            if (lead.isAt(text, i) && matcher.region(i, text.length()).lookingAt()) {
                return true;
            }
        }
        return false;
    }
}
