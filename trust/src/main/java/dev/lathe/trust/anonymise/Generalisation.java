package dev.lathe.trust.anonymise;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a column says less exactly.
public sealed interface Generalisation {
    /// @param value as it was
    /// @return the group that it belongs to
    String of(String value);

    /// Whole numbers in ranges: 34 with a width of 10 becomes `30-39`. What is no number stays.
    ///
    /// @param width at least 2
    record Range(int width) implements Generalisation {
        private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}(\\.[0-9]{1,18})?");

        public Range {
            atLeast(width, 2);
        }

        @Override
        public String of(String value) {
            if (!NUMBER.matcher(value.strip()).matches()) {
                return value;
            }
            BigDecimal step = BigDecimal.valueOf(width);
            BigDecimal from = new BigDecimal(value.strip()).divide(step, 0, RoundingMode.FLOOR).multiply(step);
            return from.toPlainString() + "-" + from.add(step).subtract(BigDecimal.ONE).toPlainString();
        }
    }

    /// The first characters alone: 90210 with two becomes `90*`.
    ///
    /// @param characters at least 1
    record Start(int characters) implements Generalisation {
        public Start {
            atLeast(characters, 1);
        }

        @Override
        public String of(String value) {
            return value.codePointCount(0, value.length()) <= characters
                    ? value : value.substring(0, value.offsetByCodePoints(0, characters)) + "*";
        }
    }

    /// As a command line has it: `10` for ranges, `first:2` for the first characters.
    ///
    /// @throws IllegalArgumentException if it is neither
    static Generalisation parse(String word) {
        Matcher given = Pattern.compile("(first:)?([0-9]{1,6})").matcher(word);
        if (!given.matches()) {
            throw new IllegalArgumentException("generalise '%s': needs a width such as 10, or first:2".formatted(word));
        }
        int number = Integer.parseInt(given.group(2));
        return given.group(1) == null ? new Range(number) : new Start(number);
    }

    private static void atLeast(int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("generalise %d: needs at least %d".formatted(value, least));
        }
    }
}
