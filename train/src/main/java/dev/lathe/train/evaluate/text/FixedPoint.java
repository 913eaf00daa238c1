package dev.lathe.train.evaluate.text;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Numbers with a fixed count of digits after the point, the same in every locale.
public final class FixedPoint {

    private FixedPoint() {
    }

    /// Rounds the exact binary value half to even, as Python does: 0.03125 is 0.0312 there. `String.format` rounds the
    /// shortest decimal form half up and makes it 0.0313. What is no number is "undefined".
    public static String of(double value, int digits) {
        return Double.isFinite(value)
                ? new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString()
                : "undefined";
    }
}
