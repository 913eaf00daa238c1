package dev.lathe.watch.stream;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a label's share is an alarm, as it is written: `negative>3sigma`.
///
/// @param label whose share is watched
/// @param above whether a larger share is an alarm, else a smaller one
/// @param sigmas how unlikely it must be: as a normal distribution beyond so many standard deviations, on one side
public record ShareRule(String label, boolean above, double sigmas) {
    private static final Pattern WRITTEN = Pattern.compile("(.+?)\\s*([<>])\\s*([0-9]{1,2}(?:\\.[0-9]{1,4})?)\\s*sigma");
    private static final double FEWEST = 1;
    private static final double MOST = 8;

    /// @throws IllegalArgumentException if the rule would fire all the time, or its bound is beyond what a `double` tells from 0
    public ShareRule {
        if (!(sigmas >= FEWEST && sigmas <= MOST)) {
            throw new IllegalArgumentException("alert %s%s%ssigma: must be 1 to 8 sigma".formatted(label, above ? ">" : "<", number(sigmas)));
        }
    }

    /// @throws IllegalArgumentException if it is written in another way
    public static ShareRule of(String written) {
        Matcher parts = WRITTEN.matcher(written.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("alert %s: needs LABEL>Nsigma or LABEL<Nsigma".formatted(written));
        }
        return new ShareRule(parts.group(1), parts.group(2).equals(">"), Double.parseDouble(parts.group(3)));
    }

    /// The probability that one window of an unchanged stream is an alarm, at most; all topics together.
    public double falseAlarms() {
        return ShareTest.tail(sigmas);
    }

    ShareTest test(LabelCount window, List<LabelCount> baseline) {
        return above ? ShareTest.above(window, baseline) : ShareTest.below(window, baseline);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    /// As [#of] reads it.
    @Override
    public String toString() {
        return label + (above ? ">" : "<") + number(sigmas) + "sigma";
    }
}
