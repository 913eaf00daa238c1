package dev.lathe.train.evaluate.score;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.text.Report;
import dev.lathe.train.evaluate.text.ScoreJson;
import dev.lathe.train.evaluate.text.ScoreLines;
import java.io.IOException;

/// How near predicted numbers are to the true ones.
///
/// @param examples how many there are
/// @param pearson the linear correlation, `-1..1`; NaN if all numbers of one side are equal
/// @param spearman the correlation of the ranks, equal numbers sharing the mean of theirs; NaN as `pearson`
/// @param rmse the root of the mean squared error, in the numbers' own unit
/// @param mae the mean absolute error, in the numbers' own unit
/// @param r2 the share of variance that the predictions explain, `1 - sum (y - p)² / sum (y - mean y)²`; if all true numbers are
/// equal 1 for perfect predictions, else 0; NaN of a single example
public record RegressionScores(long examples, double pearson, double spearman, double rmse, double mae, double r2) implements Report {

    /// Works out the scores.
    ///
    /// @param gold the true number of each example
    /// @param predicted the predicted number of each example
    /// @return the scores
    /// @throws IllegalArgumentException if the lengths differ, there are no examples, or a number is not finite
    public static RegressionScores of(double[] gold, double[] predicted) {
        ValuePairs.check("regression scores", gold, predicted);
        int n = gold.length;
        double mean = 0;
        for (double value : gold) {
            mean += value / n;
        }
        double squares = 0;
        double absolutes = 0;
        double spread = 0;
        boolean varies = false;
        for (int i = 0; i < n; i++) {
            double error = gold[i] - predicted[i];
            squares += error * error;
            absolutes += Math.abs(error);
            spread += (gold[i] - mean) * (gold[i] - mean);
            varies |= gold[i] != gold[0];
        }
        return new RegressionScores(n, Correlations.pearson(gold, predicted),
                Correlations.spearman(gold, predicted), Math.sqrt(squares / n), absolutes / n,
                n < 2 ? Double.NaN : varies ? 1 - squares / spread : squares == 0 ? 1 : 0);
    }

    /// What people read: a score a line.
    ///
    /// @return lines that end in `\n`
    @Override
    public String toText() {
        return new ScoreLines().score("pearson", pearson).score("spearman", spearman).score("rmse", rmse).score("mae", mae)
                .score("r2", r2).count("examples", examples).toString();
    }

    /// Writes fields into an open JSON object: `pearson`, `spearman`, `rmse`, `mae`, `r2`, `examples`; undefined ones are null.
    ///
    /// @param json where to
    /// @throws IOException if writing fails
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        ScoreJson.write(json, "pearson", pearson);
        ScoreJson.write(json, "spearman", spearman);
        ScoreJson.write(json, "rmse", rmse);
        ScoreJson.write(json, "mae", mae);
        ScoreJson.write(json, "r2", r2);
        json.writeNumberField("examples", examples);
    }
}
