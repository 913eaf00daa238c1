package dev.lathe.trust.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of payment cards: 13 to 19 digits in groups of any size, of a range that is given to a network, with Luhn's check digit.
///
/// Digits may go on behind a number, as `12/29` does; so every whole group may be its last one.
final class CardSearch implements Search {
    private static final String TYPE = "CARD";
    private static final int LEAST = 13;
    private static final int MOST = 19;
    /// A group of digits that is no part of a word or a decimal number, and what stands between groups.
    private static final Pattern GROUP = Pattern.compile("(?<![0-9A-Za-z_])(?<![0-9][.,])[0-9]{1,19}(?![0-9A-Za-z_])");
    private static final String BETWEEN = " .-";
    private static final int FURTHEST = 2;
    /// Mastercard, Visa, American Express, Diners, JCB, Discover and UnionPay, Maestro.
    private static final Pattern NETWORK = Pattern.compile("(?:5[1-5]|2[2-7])[0-9]{14}|4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})|3[47][0-9]{13}"
            + "|3(?:0[0-5]|[689][0-9])[0-9]{11,16}|35[0-9]{14,17}|6(?:011|4[4-9]|5[0-9]|2[0-9])[0-9]{12,16}|(?:50|5[6-9]|6[0-9])[0-9]{11,17}");

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public List<Span> find(Folded folded) {
        List<int[]> groups = groups(folded.text());
        var spans = new ArrayList<Span>();
        for (int first = 0; first < groups.size();) {
            int last = last(folded.text(), groups, first);
            if (last >= 0) {
                spans.add(folded.span(TYPE, groups.get(first)[0], groups.get(last)[1]));
            }
            first = Math.max(first, last) + 1;
        }
        return spans;
    }

    private static List<int[]> groups(String text) {
        var groups = new ArrayList<int[]>();
        Matcher matcher = GROUP.matcher(text);
        while (matcher.find()) {
            groups.add(new int[] {matcher.start(), matcher.end()});
        }
        return groups;
    }

    /// The last group of the longest number that begins with a group; -1 if none does.
    private static int last(String text, List<int[]> groups, int first) {
        int found = -1;
        var digits = new StringBuilder();
        for (int i = first; i < groups.size(); i++) {
            int[] group = groups.get(i);
            if (i > first && !isBetween(text, groups.get(i - 1)[1], group[0])) {
                break;
            }
            digits.append(text, group[0], group[1]);
            if (digits.length() > MOST) {
                break;
            }
            if (digits.length() >= LEAST && Digits.luhn(digits.toString()) && NETWORK.matcher(digits).matches()) {
                found = i;
            }
        }
        return found;
    }

    private static boolean isBetween(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (BETWEEN.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return end - start <= FURTHEST;
    }
}
