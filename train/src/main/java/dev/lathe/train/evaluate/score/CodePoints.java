package dev.lathe.train.evaluate.score;

import java.util.Arrays;
import java.util.Comparator;

/// Names in the order in which Python sorts them.
public final class CodePoints {

    /// By code point; `String.compareTo` goes by UTF-16 units and puts U+10000 before U+FFFF.
    public static final Comparator<String> ORDER =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private CodePoints() {
    }
}
