package dev.lathe.bench.report;

import dev.lathe.bench.Spread;
import java.util.Locale;

/// What was hoped of a ratio before it was measured: `must` is what a careful engine reaches, `aim` what would make
/// it the best there is.
///
/// @param must the largest median that is good enough, of the whole row
/// @param mustWorst the same for its worst work
/// @param aim the median that is worth the most effort
/// @param aimWorst the same for the worst work
record Goal(double must, double mustWorst, double aim, double aimWorst) {

    private static final double ANY = Double.POSITIVE_INFINITY;

    /// None was set.
    static final Goal NONE = new Goal(ANY, ANY, ANY, ANY);

    /// For the median alone.
    static Goal median(double must, double aim) {
        return new Goal(must, ANY, aim, ANY);
    }

    /// For the worst work alone.
    static Goal worst(double must, double aim) {
        return new Goal(ANY, must, ANY, aim);
    }

    /// As a table shows it: the must, then the aim.
    String text() {
        return equals(NONE) ? "" : limits(must, mustWorst) + "; " + limits(aim, aimWorst);
    }

    private static String limits(double median, double worst) {
        if (worst == ANY) {
            return digits(median);
        }
        return median == ANY ? "worst " + digits(worst) : digits(median) + ", worst " + digits(worst);
    }

    private static String digits(double limit) {
        return String.format(Locale.ROOT, "%.2f", limit);
    }

    /// @param ratios the medians of all works of the row
    /// @param worst the largest of them
    String verdict(Spread ratios, double worst) {
        if (equals(NONE)) {
            return "";
        }
        if (ratios.median() <= aim && worst <= aimWorst) {
            return "aim";
        }
        return ratios.median() <= must && worst <= mustWorst ? "must" : "missed";
    }
}
