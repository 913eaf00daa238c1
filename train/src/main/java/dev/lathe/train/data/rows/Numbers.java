package dev.lathe.train.data.rows;

import java.util.regex.Pattern;

/// Numbers out of a user's file.
public final class Numbers {

    // Double.parseDouble also takes "1d", "0x1p3", "NaN" and spaces around, which no other program would.
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

    private Numbers() {
    }

    /// A number in decimal or scientific notation that a double can hold.
    static double finite(SourceLine source, String column, String digits) {
        if (!DECIMAL.matcher(digits).matches()) {
            throw source.error(QuotedNames.of(column) + " is " + QuotedNames.of(digits) + ", not a number");
        }
        double number = Double.parseDouble(digits);
        if (!Double.isFinite(number)) {
            throw source.error(QuotedNames.of(column) + " is " + QuotedNames.of(digits) + ", too large a number");
        }
        return number;
    }
}
