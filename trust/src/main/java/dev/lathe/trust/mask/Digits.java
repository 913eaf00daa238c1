package dev.lathe.trust.mask;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;

/// Check digits, each by the name that it goes by. All take numbers with their blanks and dashes taken out.
final class Digits {
    private static final int[][] DIHEDRAL = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5}, {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
        {4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1}, {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
        {8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
    private static final int[] PERMUTATION = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    private Digits() {}

    /// Letters and digits only.
    static String bare(String number) {
        return number.replaceAll("[^0-9A-Za-z]", "");
    }

    static int at(String digits, int i) {
        return digits.charAt(i) - '0';
    }

    /// Luhn's sum, mod 10 (ISO/IEC 7812-1, annex B).
    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = at(digits, digits.length() - 1 - i);
            int twice = 2 * digit;
            sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
        }
        return sum % 10 == 0;
    }

    /// A bank account's number whose first four are moved to the end is 1 mod 97, with letters from 10 (ISO 13616-1).
    static boolean iban(String number) {
        var moved = new StringBuilder();
        (number.substring(4) + number.substring(0, 4)).chars().forEach(c -> moved.append(Character.digit(c, Character.MAX_RADIX)));
        return new BigInteger(moved.toString()).mod(NINETY_SEVEN).intValue() == 1;
    }

    /// Verhoeff's scheme over the dihedral group of ten.
    static boolean verhoeff(String digits) {
        int check = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = at(digits, digits.length() - 1 - i);
            for (int round = 0; round < i % 8; round++) {
                digit = PERMUTATION[digit];
            }
            check = DIHEDRAL[check][digit];
        }
        return check == 0;
    }

    /// ISO 7064, mod 11,10.
    static boolean mod1110(String digits) {
        int product = 10;
        for (int i = 0; i < digits.length() - 1; i++) {
            int sum = (at(digits, i) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == at(digits, digits.length() - 1);
    }

    /// The sum of the first digits, each with its weight.
    static int weighted(String digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * at(digits, i);
        }
        return sum;
    }

    static boolean isDay(int year, int month, int day) {
        try {
            LocalDate.of(year, month, day);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    static boolean isOneDigit(String digits) {
        return digits.chars().allMatch(c -> c == digits.charAt(0));
    }
}
