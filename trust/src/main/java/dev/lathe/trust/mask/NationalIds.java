package dev.lathe.trust.mask;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Numbers that states give people, each with the check that its state defines.
///
/// A bare number of nine to twelve digits passes one check digit in ten or eleven by chance: where that is all there is, the number's
/// name must stand before it.
final class NationalIds {
    static final String TYPE = "NATIONAL_ID";

    /// No letter or digit before it, nor a number that it goes on.
    private static final String FREE = "(?<![0-9A-Za-z])(?<![0-9][.,-])";
    private static final String END = "(?![0-9A-Za-z])(?![.,-][0-9])";
    private static final String DNI = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String HETU = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    private static final String RESIDENT = "10X98765432";
    private static final int[] ODD = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
    private static final Pattern NHS = Pattern.compile("(?i)\\bNHS\\b");
    private static final Pattern BSN = Pattern.compile("(?i)\\b(?:BSN|burgerservicenummer|sofinummer)\\b");
    private static final Pattern TAX = Pattern.compile("(?i)steuer|\\bIdNr|\\bTIN\\b|tax id");
    private static final Pattern AADHAAR = Pattern.compile("(?i)aadhaa?r|\\bUID\\b");

    private NationalIds() {}

    static List<Rule> all() {
        return List.of(
                // United States: no check digit; areas, groups and serials that are never given (SSA, RM 10201.035).
                number("(?!000|666|9)[0-9]{3}([ -])(?!00)[0-9]{2}\\1(?!0000)[0-9]{4}", (_, _) -> true),
                number("[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}", (n, before) -> nhs(Digits.bare(n)) && NHS.matcher(before).find()),
                number("[1-9][0-9]{10}|[1-9][0-9] [0-9]{3} [0-9]{3} [0-9]{3}", (n, before) -> tax(Digits.bare(n))
                        && (n.indexOf(' ') > 0 || TAX.matcher(before).find())),
                number("[12] ?[0-9]{2} ?[0-9]{2} ?(?:[0-9]{2}|2[AB]) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}", (n, _) -> nir(Digits.bare(n))),
                rule("(?:[0-9]{8}|[XYZ][0-9]{7})-?[A-Z]", (n, _) -> dni(Digits.bare(n))),
                number("[0-9]{9}|[0-9]{4}[. ][0-9]{2}[. ][0-9]{3}", (n, before) -> bsn(Digits.bare(n)) && BSN.matcher(before).find()),
                number("[0-9]{11}", (n, _) -> pesel(n)),
                number("[0-9]{3}\\.[0-9]{3}\\.[0-9]{3}-[0-9]{2}|[0-9]{11}", (n, _) -> cpf(Digits.bare(n))),
                number("[1-9][0-9]{16}[0-9Xx]", (n, _) -> resident(n.toUpperCase(Locale.ROOT))),
                number("[2-9][0-9]{3}([ -]?)[0-9]{4}\\1[0-9]{4}", (n, before) -> Digits.verhoeff(Digits.bare(n))
                        && (n.length() > 12 || AADHAAR.matcher(before).find())),
                number("[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Y]", (n, _) -> hetu(n)),
                number("(?:[0-9]{2})?[0-9]{6}[-+][0-9]{4}", (n, _) -> personnummer(Digits.bare(n))),
                number("[0-9]{2}\\.?[0-9]{2}\\.?[0-9]{2}-?[0-9]{3}\\.?[0-9]{2}", (n, _) -> belgian(Digits.bare(n))),
                rule("[A-Za-z]{6}[0-9]{2}[A-EHLMPRSTa-ehlmprst][0-9]{2}[A-Za-z][0-9]{3}[A-Za-z]", (n, _) -> fiscale(n.toUpperCase(Locale.ROOT))));
    }

    private static Rule number(String pattern, Rule.Check check) {
        return Rule.at(Lead.NUMBER, TYPE, FREE + "(?:" + pattern + ")" + END, check);
    }

    private static Rule rule(String pattern, Rule.Check check) {
        return Rule.at(Lead.WORD, TYPE, FREE + "(?:" + pattern + ")" + END, check);
    }

    /// England: weights 10 to 2, mod 11.
    private static boolean nhs(String n) {
        int check = (11 - Digits.weighted(n, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11;
        return check == Digits.at(n, 9);
    }

    /// Germany: of the first ten digits one or two are missing; ISO 7064.
    private static boolean tax(String n) {
        long different = n.substring(0, 10).chars().distinct().count();
        return (different == 9 || different == 8) && Digits.mod1110(n);
    }

    /// France: 97 minus the number mod 97; Corsica's departments count as 19 and 18.
    private static boolean nir(String n) {
        int month = Integer.parseInt(n.substring(3, 5));
        long number = Long.parseLong(n.substring(0, 13).replace("2A", "19").replace("2B", "18"));
        return (month >= 1 && month <= 12 || month >= 20) && 97 - number % 97 == Long.parseLong(n.substring(13));
    }

    /// Spain: the letter is the number mod 23.
    private static boolean dni(String n) {
        int number = Integer.parseInt(n.substring(0, 8).replace('X', '0').replace('Y', '1').replace('Z', '2'));
        return DNI.charAt(number % 23) == n.charAt(8);
    }

    /// The Netherlands: the proof of eleven.
    private static boolean bsn(String n) {
        return (Digits.weighted(n, 9, 8, 7, 6, 5, 4, 3, 2) - Digits.at(n, 8)) % 11 == 0 && !Digits.isOneDigit(n);
    }

    /// Poland: the century is in the month.
    private static boolean pesel(String n) {
        int month = Integer.parseInt(n.substring(2, 4));
        int century = new int[] {1900, 2000, 2100, 2200, 1800}[month / 20];
        int check = (10 - Digits.weighted(n, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) % 10) % 10;
        return check == Digits.at(n, 10) && Digits.isDay(century + Integer.parseInt(n.substring(0, 2)), month % 20, Integer.parseInt(n.substring(4, 6)));
    }

    /// Brazil: two check digits mod 11.
    private static boolean cpf(String n) {
        int first = Digits.weighted(n, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = Digits.weighted(n, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return first == Digits.at(n, 9) && second == Digits.at(n, 10) && !Digits.isOneDigit(n);
    }

    /// China: GB 11643, ISO 7064 mod 11-2, with a day of birth.
    private static boolean resident(String n) {
        int sum = Digits.weighted(n, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
        int year = Integer.parseInt(n.substring(6, 10));
        return RESIDENT.charAt(sum % 11) == n.charAt(17) && year >= 1800 && year < 2100
                && Digits.isDay(year, Integer.parseInt(n.substring(10, 12)), Integer.parseInt(n.substring(12, 14)));
    }

    /// Finland: day of birth and number, mod 31.
    private static boolean hetu(String n) {
        int number = Integer.parseInt(n.substring(0, 6) + n.substring(7, 10));
        return HETU.charAt(number % 31) == n.charAt(10)
                && Digits.isDay(2000 + Integer.parseInt(n.substring(4, 6)), Integer.parseInt(n.substring(2, 4)), Integer.parseInt(n.substring(0, 2)));
    }

    /// Sweden: Luhn over the last ten; days from 61 on are those of coordination numbers.
    private static boolean personnummer(String n) {
        String ten = n.substring(n.length() - 10);
        int day = Integer.parseInt(ten.substring(4, 6));
        return Digits.luhn(ten) && Digits.isDay(2000 + Integer.parseInt(ten.substring(0, 2)), Integer.parseInt(ten.substring(2, 4)), day > 60 ? day - 60 : day);
    }

    /// Belgium: 97 minus the number mod 97, with a 2 before it for those born from 2000 on.
    private static boolean belgian(String n) {
        long number = Long.parseLong(n.substring(0, 9));
        long check = Long.parseLong(n.substring(9));
        int month = Integer.parseInt(n.substring(2, 4));
        int day = Integer.parseInt(n.substring(4, 6));
        return (97 - number % 97 == check || 97 - (2_000_000_000L + number) % 97 == check) && month <= 12 && day >= 1 && day <= 31;
    }

    /// Italy: letters at odd places count by a table, the others by their place, mod 26.
    private static boolean fiscale(String n) {
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = n.charAt(i);
            int value = c <= '9' ? c - '0' : c - 'A';
            sum += i % 2 == 0 ? ODD[value] : value;
        }
        return 'A' + sum % 26 == n.charAt(15);
    }
}
