package dev.lathe.train.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Numbers as pages show them, the same in every locale.
final class Figures {
    private static final MathContext FOUR = new MathContext(4);
    private static final double SMALL = 1e-3;
    private static final double LARGE = 1e6;

    private Figures() {}

    /// To four digits: `0.8512`, `2e-5`; a dash for what is no number.
    static String of(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        double size = Math.abs(value);
        if (size == 0 || size >= SMALL && size < LARGE) {
            BigDecimal rounded = new BigDecimal(value).round(FOUR).stripTrailingZeros();
            return rounded.toPlainString();
        }
        return String.format(Locale.ROOT, "%.3e", value).replaceFirst("0+e", "e").replaceFirst("\\.e", "e")
                .replaceFirst("e([+-])0+", "e$1").replace("e+", "e");
    }

    /// What a score is called where people read: `Macro F1` for `macro_f1`.
    static String scoreName(String key) {
        String words = key.replace('_', ' ').replaceFirst("\\bf1\\b", "F1");
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// A share of 0 to 1 for a style: `83.2%`.
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", Math.clamp(share, 0, 1) * 100);
    }
}
