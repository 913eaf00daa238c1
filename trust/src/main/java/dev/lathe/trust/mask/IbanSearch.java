package dev.lathe.trust.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of bank accounts: as long as their country's are (SWIFT's registry of IBANs), and 1 mod 97.
final class IbanSearch implements Search {
    private static final String TYPE = "IBAN";
    private static final Pattern START = Pattern.compile("(?<![0-9A-Za-z])[A-Za-z]{2}[0-9]{2}");
    private static final Map<String, Integer> LENGTHS = lengths("NO15 BE16 DK18 FI18 FO18 GL18 NL18 MK19 SI19 AT20 BA20 EE20 KZ20 LT20 LU20 XK20 "
            + "CH21 HR21 LI21 LV21 BG22 BH22 CR22 DE22 GB22 GE22 IE22 ME22 RS22 VA22 AE23 GI23 IL23 IQ23 TL23 AD24 CZ24 ES24 MD24 PK24 RO24 SA24 "
            + "SE24 SK24 TN24 VG24 PT25 ST25 IS26 TR26 FR27 GR27 IT27 MC27 MR27 SM27 AL28 AZ28 BY28 CY28 DO28 GT28 HU28 LB28 PL28 SV28 BR29 EG29 "
            + "PS29 QA29 UA29 JO30 KW30 MU30 MT31 SC31 LC32");

    private static Map<String, Integer> lengths(String all) {
        var lengths = new TreeMap<String, Integer>();
        for (String one : all.split(" ")) {
            lengths.put(one.substring(0, 2), Integer.parseInt(one.substring(2)));
        }
        return lengths;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public List<Span> find(Folded folded) {
        String text = folded.text();
        var spans = new ArrayList<Span>();
        Matcher matcher = START.matcher(text);
        int from = 0;
        while (matcher.find(from)) {
            int end = end(text, matcher.start());
            if (end > 0) {
                spans.add(folded.span(TYPE, matcher.start(), end));
            }
            from = Math.max(matcher.start() + 1, end);
        }
        return spans;
    }

    /// Where the number that begins at a place ends; 0 if there is none.
    private static int end(String text, int start) {
        int length = LENGTHS.getOrDefault(text.substring(start, start + 2).toUpperCase(Locale.ROOT), 0);
        var number = new StringBuilder();
        int i = start;
        boolean blank = false;
        while (i < text.length() && number.length() < length) {
            char c = text.charAt(i++);
            if (isPart(c)) {
                number.append(c);
                blank = false;
            } else if (!blank && (c == ' ' || c == '-')) {
                blank = true;
            } else {
                return 0;
            }
        }
        boolean isFree = i >= text.length() || !isPart(text.charAt(i));
        return length > 0 && number.length() == length && isFree && Digits.iban(number.toString()) ? i : 0;
    }

    private static boolean isPart(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}
