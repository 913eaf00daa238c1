package dev.lathe.train.data.rows;

import java.util.Collection;
import java.util.stream.Collectors;

/// Names out of a user's file, made fit for a one-line message: `'a', 'b', …`.
public final class QuotedNames {

    private static final int MOST_NAMES = 10;
    private static final int MOST_CODE_POINTS = 40;

    private QuotedNames() {
    }

    /// The first ten names, in their order; "…" stands for the others.
    public static String of(Collection<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String first = names.stream().limit(MOST_NAMES).map(QuotedNames::of).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? first + ", …" : first;
    }

    private static boolean isVisible(int c) {
        return !Character.isISOControl(c) && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
    }

    /// One name in quotes, cut after 40 characters, its control characters made visible.
    public static String of(String name) {
        StringBuilder quoted = new StringBuilder("'");
        name.codePoints().limit(MOST_CODE_POINTS).forEach(c -> quoted.appendCodePoint(isVisible(c) ? c : '�'));
        if (name.codePointCount(0, name.length()) > MOST_CODE_POINTS) {
            quoted.append('…');
        }
        return quoted.append('\'').toString();
    }
}
