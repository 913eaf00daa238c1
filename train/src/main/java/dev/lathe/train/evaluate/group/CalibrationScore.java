package dev.lathe.train.evaluate.group;

import dev.lathe.train.evaluate.calibration.CalibrationError;
import dev.lathe.train.evaluate.score.SampleScore;
import java.util.List;

/// The expected calibration error of any choice of rows.
///
/// @param probabilities of the given labels
/// @param right whether those are right
record CalibrationScore(double[] probabilities, boolean[] right) implements SampleScore {
    static CalibrationScore of(List<GroupedAnswer> rows) {
        var right = new boolean[rows.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = rows.get(i).isRight();
        }
        return new CalibrationScore(rows.stream().mapToDouble(row -> row.probability().orElseThrow()).toArray(), right);
    }

    @Override
    public int examples() {
        return right.length;
    }

    @Override
    public double of(int[] chosen) {
        var error = new CalibrationError();
        for (int row : chosen) {
            error.add(probabilities[row], right[row]);
        }
        return error.value();
    }
}
