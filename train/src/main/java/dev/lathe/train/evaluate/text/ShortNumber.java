package dev.lathe.train.evaluate.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Small numbers as people write them.
public final class ShortNumber {
    private static final Pattern WITH_EXPONENT = Pattern.compile("(-?\\d+(?:\\.\\d+)?)E(-?\\d+)");

    private ShortNumber() {
    }

    /// `1e-4` for `1.0E-4`, which is how Java writes it; any other text as it is.
    ///
    /// @param written a number or something else
    public static String of(String written) {
        Matcher number = WITH_EXPONENT.matcher(written);
        return number.matches() ? number.group(1).replaceFirst("\\.0$", "") + "e" + number.group(2) : written;
    }
}
