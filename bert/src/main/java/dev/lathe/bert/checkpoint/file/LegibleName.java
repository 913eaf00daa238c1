package dev.lathe.bert.checkpoint.file;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a file calls something, fit for a line that a person reads: however long it is in the file, it is short here.
public final class LegibleName {
    /// Longer than any name that Hugging Face's models have.
    private static final int LONGEST = 160;
    private static final int LONGEST_MESSAGE = 1_000;
    private static final int START = 100;
    private static final int END = 40;
    private static final String GAP = "…";
    private static final Pattern LONG = Pattern.compile("\\S{" + (LONGEST + 1) + ",}");

    private LegibleName() {}

    /// The name, or the start and the end of a long one.
    public static String of(String name) {
        return cut(name, LONGEST, START);
    }

    /// Several names, the first few of many.
    ///
    /// @param most how many are named
    public static String list(List<String> names, int most) {
        String named = names.stream().limit(most).map(LegibleName::of).collect(Collectors.joining(", "));
        return names.size() <= most ? named : named + " and " + (names.size() - most) + " more";
    }

    /// A message in which every name is short; and all of it, if that is not enough.
    static String within(String message) {
        String legible = message.length() <= LONGEST
                ? message
                : LONG.matcher(message).replaceAll(found -> Matcher.quoteReplacement(of(found.group())));
        return cut(legible, LONGEST_MESSAGE, LONGEST_MESSAGE - END);
    }

    /// Never half a character.
    private static String cut(String text, int longest, int start) {
        if (text.length() <= longest) {
            return text;
        }
        int first = Character.isHighSurrogate(text.charAt(start - 1)) ? start - 1 : start;
        int last = text.length() - END;
        return text.substring(0, first) + GAP + text.substring(Character.isLowSurrogate(text.charAt(last)) ? last + 1 : last);
    }
}
