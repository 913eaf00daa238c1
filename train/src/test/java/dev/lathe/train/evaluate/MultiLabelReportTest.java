package dev.lathe.train.evaluate;

import static dev.lathe.train.evaluate.ScoreFields.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.evaluate.score.ClassScores;
import dev.lathe.train.evaluate.score.SampleScore;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MultiLabelReportTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    @Test
    void agreesWithTheExampleOfScikitLearnsOwnTests() {
        MultiLabelReport report = MultiLabelReport.of(rows("1000 0100 0011"), rows("0100 0100 1010"), NAMES);
        assertEquals(List.of(new ClassScores("a", 0, 0, 0, 1), new ClassScores("b", 0.5, 1, 2 / 3.0, 1),
                new ClassScores("c", 1, 1, 1, 1), new ClassScores("d", 0, 0, 0, 1)), report.labels());
        assertEquals(new ClassScores("micro avg", 0.5, 0.5, 0.5, 4), report.microAverage());
        assertEquals(1.5 / 4, report.macroAverage().precision());
        assertEquals(2.5 / 1.5 / 4, report.macroAverage().f1(), 1e-15);
        assertEquals(new ClassScores("samples avg", 0.5, 0.5, 0.5, 4), report.samplesAverage());
        assertEquals(1 / 3.0, report.exactMatch());
        assertEquals(4 / 12.0, report.hammingLoss());
    }

    @Test
    void printsAllFourAverages() {
        assertEquals("""
                              precision    recall  f1-score   support

                           a       0.00      0.00      0.00         1
                           b       0.50      1.00      0.67         1
                           c       1.00      1.00      1.00         1
                           d       0.00      0.00      0.00         1

                   micro avg       0.50      0.50      0.50         4
                   macro avg       0.38      0.50      0.42         4
                weighted avg       0.38      0.50      0.42         4
                 samples avg       0.50      0.50      0.50         4
                """, MultiLabelReport.of(rows("1000 0100 0011"), rows("0100 0100 1010"), NAMES).toText(2));
    }

    /// A mean of 0.5625, which the order of the sum moves to one side.
    @Test
    void aMeanBetweenTwoPrintedDigitsFallsToTheSameSideAsScikitLearns() {
        MultiLabelReport report = MultiLabelReport.of(
                rows("1100 1111 0001 1011 0110 0101 0110 0011"), rows("1110 0110 1001 0010 1110 0100 1000 1101"), NAMES);
        assertEquals(" samples avg      0.646     0.604     0.562        18",
                report.toText(3).lines().toList().getLast());
    }

    @Test
    void anExampleWithoutLabelsOnBothSidesIsAMatchWithAnF1OfZero() {
        // As scikit-learn with zero_division=0.
        MultiLabelReport report = MultiLabelReport.of(rows("00 10"), rows("00 10"), List.of("a", "b"));
        assertEquals(1, report.exactMatch());
        assertEquals(0.5, report.samplesAverage().f1());
    }

    @Test
    void agreesWithTheDefinitionsOnRandomLabels() {
        long seed = Long.getLong("test.seed", 31);
        Random random = new Random(seed);
        boolean[][] gold = new boolean[300][4];
        boolean[][] predicted = new boolean[300][4];
        double f1s = 0;
        for (int i = 0; i < gold.length; i++) {
            int shared = 0;
            int all = 0;
            for (int k = 0; k < 4; k++) {
                gold[i][k] = random.nextInt(k + 2) == 0;
                predicted[i][k] = random.nextInt(4) == 0 ^ gold[i][k];
                shared += gold[i][k] & predicted[i][k] ? 1 : 0;
                all += (gold[i][k] ? 1 : 0) + (predicted[i][k] ? 1 : 0);
            }
            f1s += all == 0 ? 0 : 2.0 * shared / all;
        }
        MultiLabelReport report = MultiLabelReport.of(gold, predicted, NAMES);
        assertEquals(f1s / 300, report.samplesAverage().f1(), 1e-13, "-Dtest.seed=" + seed);
        assertEquals(report.microAverage().f1(), SampleScore.microF1(report.examples())
                .of(IntStream.range(0, 300).toArray()), 1e-15, "-Dtest.seed=" + seed);
        for (int k = 0; k < 4; k++) {
            int label = k;
            // One label alone is a task of two classes.
            ClassScores alone = ClassificationReport.of(column(gold, label), column(predicted, label), List.of("no", "yes"))
                    .classes().get(1);
            ClassScores row = report.labels().get(label);
            assertEquals(new ClassScores(row.name(), alone.precision(), alone.recall(), alone.f1(), alone.support()), row);
        }
    }

    private static int[] column(boolean[][] rows, int label) {
        return Arrays.stream(rows).mapToInt(row -> row[label] ? 1 : 0).toArray();
    }

    @Test
    void writesJson() {
        String written = json(MultiLabelReport.of(rows("10 01"), rows("10 11"), List.of("a", "b"))::writeFields);
        assertTrue(written.startsWith("{\"micro avg\":{\"precision\":0.6666666666666666,\"recall\":1.0,"), written);
        assertTrue(written.contains("\"samples avg\":{\"precision\":0.75,\"recall\":1.0,\"f1-score\":0.8333333333333333,\"support\":2},"
                + "\"exact_match\":0.5,\"hamming_loss\":0.25,\"classes\":{\"a\":{\"precision\":0.5,"), written);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals("multi-label report: 0 gold examples, 0 predicted ones: need one of each",
                failure(new boolean[0][], new boolean[0][]));
        assertEquals("multi-label report: example 1: 2 gold decisions, 4 predicted ones: there are 4 labels",
                failure(new boolean[][] {new boolean[4], new boolean[2]}, new boolean[2][4]));
    }

    private static String failure(boolean[][] gold, boolean[][] predicted) {
        return assertThrows(IllegalArgumentException.class, () -> MultiLabelReport.of(gold, predicted, NAMES)).getMessage();
    }

    private static boolean[][] rows(String bits) {
        String[] rows = bits.split(" ");
        boolean[][] decisions = new boolean[rows.length][rows[0].length()];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < rows[i].length(); k++) {
                decisions[i][k] = rows[i].charAt(k) == '1';
            }
        }
        return decisions;
    }
}
