package dev.lathe.trust.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What is looked for unless a user says otherwise.
final class UsualRules {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String AT = "(?:@| ?[\\[({] ?(?i:at) ?[\\])}] ?)";
    private static final String DOT = "(?:\\.| ?[\\[({] ?(?i:dot) ?[\\])}] ?)";
    private static final Pattern VERSION = Pattern.compile("(?i)(?:\\bv(?:er(?:sion)?)?|\\brelease|\\bbuild|\\bsection|\\bchapter)[.:]? ?$");
    private static final Pattern PARAMETER = Pattern.compile("(?i)[?&#;](?:[a-z]+_)?(?:token|api_?key|key|secret|password|passwd|pwd|sig|signature|session|sid)=$");
    private static final Pattern DATE = Pattern.compile(
            "(?:[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}|[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4}).*", Pattern.DOTALL);
    private static final int PHONE_LEAST = 8;
    private static final int PHONE_MOST = 15;
    private static final int GROUPS = 8;

    private UsualRules() {}

    static List<Search> all() {
        var all = new ArrayList<Search>();
        // A user and a password in an address, and parameters of addresses that open a door.
        all.add(Rule.anywhere("/", "URL", "(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\\s/@:?#]{1,256}:[^\\s/@]{1,256}@\\S++", (_, _) -> true));
        all.add(Rule.anywhere("=", "SECRET", "(?<=[A-Za-z_]=)[^\\s&#\"'<>]++", (_, before) -> PARAMETER.matcher(before).find()));
        // RFC 5322's usual form, with letters of any script (RFC 6531), and as people spell it to hide it.
        all.add(Rule.anywhere("@([{", "MAIL", "(?<![\\p{L}\\p{M}0-9._%+'-])[\\p{L}\\p{M}0-9._%+'-]++" + AT
                + "(?:[\\p{L}\\p{M}0-9-]{1,63}" + DOT + "){1,8}[\\p{L}-]{2,24}", (_, _) -> true));
        all.add(Rule.at(Lead.NUMBER, "IP", "(?<![0-9A-Za-z.])(?:" + OCTET + "\\.){3}" + OCTET + "(?![0-9A-Za-z]|\\.[0-9])",
                (_, before) -> !VERSION.matcher(before).find()));
        all.add(Rule.at(Lead.WORD, "IP", "(?<![0-9A-Za-z:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![0-9A-Za-z:])", (ip, _) -> isIp6(ip)));
        all.add(Rule.at(Lead.WORD, "MAC", "(?<![0-9A-Za-z:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\\1){4}[0-9A-Fa-f]{2}(?![0-9A-Za-z]|[:-][0-9A-Fa-f])",
                (_, _) -> true));
        all.add(new CardSearch());
        all.add(new IbanSearch());
        all.addAll(NationalIds.all());
        // E.164 with its plus or 00; a national number with its trunk 0; North America's.
        all.add(Rule.at(Lead.PHONE, "PHONE", "(?<![0-9A-Za-z+])(?:\\+|(?<![0-9] )00)[1-9](?:[ ().-]{0,3}[0-9]){6,14}(?![0-9A-Za-z])", (n, _) -> isPhone(n)));
        all.add(Rule.at(Lead.PHONE, "PHONE", "(?<![0-9A-Za-z+.,/-])(?<![0-9] )\\(?0[1-9][0-9]{0,4}\\)?[ /.-]{1,3}[0-9]{2,8}(?:[ .-][0-9]{2,8}){0,4}(?![0-9A-Za-z]|[.,:/-][0-9])",
                (n, _) -> isPhone(n)));
        all.add(Rule.at(Lead.PHONE, "PHONE", "(?<![0-9A-Za-z+.,/-])(?<![0-9] )(?:1[ .-])?(?:\\([2-9][0-9]{2}\\) ?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4}(?![0-9A-Za-z]|[.,-][0-9])",
                (n, _) -> isPhone(n)));
        return List.copyOf(all);
    }

    private static boolean isPhone(String found) {
        int digits = Digits.bare(found).length();
        return digits >= PHONE_LEAST && digits <= PHONE_MOST + 2 && !DATE.matcher(found).matches();
    }

    /// RFC 4291's forms: eight groups, or fewer around one `::`. Without a digit it may be a name of C++.
    private static boolean isIp6(String ip) {
        int gap = ip.indexOf("::");
        boolean one = gap >= 0 && ip.indexOf("::", gap + 1) < 0;
        long groups = Pattern.compile(":").splitAsStream(ip).filter(group -> !group.isEmpty()).count();
        boolean whole = gap < 0 && groups == GROUPS && !ip.startsWith(":") && !ip.endsWith(":");
        boolean cut = one && groups >= 2 && groups < GROUPS && (gap == 0 || !ip.startsWith(":")) && (gap == ip.length() - 2 || !ip.endsWith(":"));
        return (whole || cut) && ip.chars().anyMatch(c -> c >= '0' && c <= '9');
    }
}
