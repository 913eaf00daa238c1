package dev.lathe.train.evaluate.score;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.text.FixedPoint;
import dev.lathe.train.evaluate.text.ScoreJson;
import java.io.IOException;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.special.Erf;

/// Whether two models differ on one test set by more than chance (McNemar 1947): only examples that exactly one of them gets
/// right can tell.
///
/// With `b` and `c` such examples, fewer than 25 together: the probability that a fair coin, thrown `b + c` times, falls at
/// least as unevenly. Else: `(|b - c| - 1)² / (b + c)` (continuity correction by Edwards 1948) is compared with the
/// chi-square distribution of one degree of freedom.
///
/// @param onlyFirst `b`: examples that only the first model gets right
/// @param onlySecond `c`: examples that only the second model gets right
/// @param statistic the chi-square value; NaN where the exact test was made
/// @param pValue how probable such a difference, or a larger one, is between equally good models
/// @param exact whether the coin was thrown
public record McNemarTest(long onlyFirst, long onlySecond, double statistic, double pValue, boolean exact) {

    private static final int FEWEST_FOR_CHI_SQUARE = 25;

    /// Compares two models.
    ///
    /// @param first for each example, whether the first model gets it right
    /// @param second for each example, whether the second model gets it right
    /// @throws IllegalArgumentException if the lengths differ, or there are no examples
    public static McNemarTest of(boolean[] first, boolean[] second) {
        if (first.length != second.length || first.length == 0) {
            throw new IllegalArgumentException("McNemar's test: " + first.length + " results of one model, " + second.length
                    + " of the other: need one of each for every example");
        }
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < first.length; i++) {
            onlyFirst += first[i] && !second[i] ? 1 : 0;
            onlySecond += second[i] && !first[i] ? 1 : 0;
        }
        return of(onlyFirst, onlySecond);
    }

    /// Compares two models by their counts.
    ///
    /// @param onlyFirst examples that only the first model gets right
    /// @param onlySecond examples that only the second model gets right
    /// @throws IllegalArgumentException if a count is negative
    public static McNemarTest of(int onlyFirst, int onlySecond) {
        if (onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException("McNemar's test: " + onlyFirst + " and " + onlySecond + ": negative count");
        }
        int discordant = Math.addExact(onlyFirst, onlySecond);
        if (discordant < FEWEST_FOR_CHI_SQUARE) {
            double tail = new BinomialDistribution(null, discordant, 0.5).cumulativeProbability(Math.min(onlyFirst, onlySecond));
            return new McNemarTest(onlyFirst, onlySecond, Double.NaN, Math.min(1, 2 * tail), true);
        }
        // Without a difference there is nothing to correct.
        double difference = Math.max(0, Math.abs((double) onlyFirst - onlySecond) - 1);
        double statistic = difference * difference / discordant;
        // As 1 less the distribution function it would be 0 of large statistics.
        double pValue = Erf.erfc(Math.sqrt(statistic / 2));
        return new McNemarTest(onlyFirst, onlySecond, statistic, pValue, false);
    }

    /// What people read: `first alone right 150 times, second 86 times: p < 0.0001 (chi-square 16.8178)`.
    ///
    /// @return one line, without its end
    public String toText() {
        return "first alone right " + onlyFirst + " times, second " + onlySecond + " times: p " + probability()
                + (exact ? " (exact)" : " (chi-square " + FixedPoint.of(statistic, 4) + ")");
    }

    private String probability() {
        String digits = FixedPoint.of(pValue, 4);
        return digits.equals("0.0000") ? "< 0.0001" : "= " + digits;
    }

    /// Writes fields into an open JSON object: `only_first`, `only_second`, `statistic` (null for the exact test), `p_value`,
    /// `exact`.
    ///
    /// @param json where to
    /// @throws IOException if writing fails
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeNumberField("only_first", onlyFirst);
        json.writeNumberField("only_second", onlySecond);
        ScoreJson.write(json, "statistic", statistic);
        json.writeNumberField("p_value", pValue);
        json.writeBooleanField("exact", exact);
    }
}
