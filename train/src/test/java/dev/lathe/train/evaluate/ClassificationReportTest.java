package dev.lathe.train.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.score.ClassScores;
import dev.lathe.train.evaluate.score.ConfusionMatrix;
import dev.lathe.train.evaluate.score.ConfusionMatrixTest;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ClassificationReportTest {

    @Test
    void printsTheExampleOfScikitLearnsManual() {
        ClassificationReport report = ClassificationReport.of(
                new int[] {0, 1, 2, 2, 2}, new int[] {0, 0, 2, 2, 1}, List.of("class 0", "class 1", "class 2"));
        assertEquals("""
                              precision    recall  f1-score   support

                     class 0       0.50      1.00      0.67         1
                     class 1       0.00      0.00      0.00         1
                     class 2       1.00      0.67      0.80         3

                    accuracy                           0.60         5
                   macro avg       0.50      0.56      0.49         5
                weighted avg       0.70      0.60      0.61         5
                """, report.toText(2));
    }

    @Test
    void printsTheIrisReportOfScikitLearnsOwnTests() {
        long[][] counts = {{19, 4, 1}, {4, 3, 24}, {0, 2, 18}};
        ClassificationReport report = report(counts, List.of("setosa", "versicolor", "virginica"));
        assertEquals("""
                              precision    recall  f1-score   support

                      setosa    0.82609   0.79167   0.80851        24
                  versicolor    0.33333   0.09677   0.15000        31
                   virginica    0.41860   0.90000   0.57143        20

                    accuracy                        0.53333        75
                   macro avg    0.52601   0.59615   0.50998        75
                weighted avg    0.51375   0.53333   0.47310        75
                """, report.toText(5));
    }

    @Test
    void aNameIsOneLineWhateverItHolds() {
        ClassificationReport report = report(new long[][] {{1, 0}, {0, 1}}, List.of("a\r\n\tb", "c\u2028d"));
        assertEquals(List.of("       a\uFFFD\uFFFD\uFFFDb     1.0000    1.0000    1.0000         1",
                "         c\uFFFDd     1.0000    1.0000    1.0000         1"), report.toText().lines().skip(2).limit(2).toList());
    }

    @Test
    void printsFourDigitsAndMakesRoomForLongNames() {
        String wide = "sixteen letters\uD83D\uDE00";
        ClassificationReport report = report(new long[][] {{31, 1}, {0, 123_456_789}}, List.of("no", wide));
        assertEquals("""
                                  precision    recall  f1-score   support

                              no     1.0000    0.9688    0.9841        32
                sixteen letters\uD83D\uDE00     1.0000    1.0000    1.0000 123456789

                        accuracy                         1.0000 123456821
                       macro avg     1.0000    0.9844    0.9921 123456821
                    weighted avg     1.0000    1.0000    1.0000 123456821
                """, report.toText());
    }

    @Test
    void roundsHalvesToEvenAsPythonDoes() {
        ClassificationReport report = report(new long[][] {{1, 31}, {0, 0}}, List.of("a", "b"));
        assertEquals(0.03125, report.classes().getFirst().recall());
        assertEquals("           a     1.0000    0.0312    0.0606        32", report.toText().lines().toList().get(2));
    }

    @Test
    void classesThatDoNotOccurCountAsZeros() {
        ClassificationReport report = report(new long[][] {{2, 1, 0}, {0, 3, 0}, {0, 0, 0}}, List.of("a", "b", "c"));
        assertEquals(new ClassScores("c", 0, 0, 0, 0), report.classes().get(2));
        assertEquals((1 + 0.75) / 3, report.macroAverage().precision(), 1e-15);
        assertEquals((1 + 0.75) / 2, report.weightedAverage().precision(), 1e-15);
        assertEquals(5.0 / 6, report.accuracy(), 1e-15);
        assertEquals("    accuracy                         0.8333         6", report.toText().lines().toList().get(6));
    }

    @Test
    void agreesWithCountingAnew() {
        long seed = Long.getLong("test.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int classes = 1 + random.nextInt(8);
            int[] gold = random.ints(1 + random.nextInt(60), 0, classes).toArray();
            int[] predicted = IntStream.of(gold).map(k -> random.nextBoolean() ? k : random.nextInt(classes)).toArray();
            List<String> names = IntStream.range(0, classes).mapToObj(k -> "c" + k).toList();
            agreesWithCountingAnew(gold, predicted, ClassificationReport.of(gold, predicted, names), "-Dtest.seed=" + seed);
        }
    }

    private static void agreesWithCountingAnew(int[] gold, int[] predicted, ClassificationReport report, String seed) {
        int classes = report.classes().size();
        double[] macro = new double[3];
        double[] weighted = new double[3];
        for (int k = 0; k < classes; k++) {
            int hits = 0;
            int falseAlarms = 0;
            int misses = 0;
            for (int i = 0; i < gold.length; i++) {
                hits += gold[i] == k && predicted[i] == k ? 1 : 0;
                falseAlarms += gold[i] != k && predicted[i] == k ? 1 : 0;
                misses += gold[i] == k && predicted[i] != k ? 1 : 0;
            }
            double precision = hits == 0 ? 0 : hits / (double) (hits + falseAlarms);
            double recall = hits == 0 ? 0 : hits / (double) (hits + misses);
            double f1 = hits == 0 ? 0 : 2 / (1 / precision + 1 / recall);
            double[] expected = {precision, recall, f1};
            ClassScores scores = report.classes().get(k);
            double[] actual = {scores.precision(), scores.recall(), scores.f1()};
            for (int j = 0; j < 3; j++) {
                assertEquals(expected[j], actual[j], 1e-14, seed);
                macro[j] += expected[j] / classes;
                weighted[j] += expected[j] * (hits + misses) / gold.length;
            }
            assertEquals(hits + misses, scores.support(), seed);
        }
        assertScores(macro, report.macroAverage(), gold.length, seed);
        assertScores(weighted, report.weightedAverage(), gold.length, seed);
        double correct = IntStream.range(0, gold.length).filter(i -> gold[i] == predicted[i]).count();
        assertEquals(correct / gold.length, report.accuracy(), 1e-15, seed);
    }

    private static void assertScores(double[] expected, ClassScores actual, int support, String seed) {
        assertEquals(expected[0], actual.precision(), 1e-13, seed);
        assertEquals(expected[1], actual.recall(), 1e-13, seed);
        assertEquals(expected[2], actual.f1(), 1e-13, seed);
        assertEquals(support, actual.support(), seed);
    }

    @Test
    void writesJsonWhereAClassMayBeCalledAccuracy() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            report(new long[][] {{1, 1}, {0, 2}}, List.of("accuracy", "no")).writeFields(json);
            json.writeEndObject();
        }
        assertEquals("{\"accuracy\":0.75,"
                + "\"macro avg\":{\"precision\":0.8333333333333333,\"recall\":0.75,\"f1-score\":0.7333333333333334,\"support\":4},"
                + "\"weighted avg\":{\"precision\":0.8333333333333333,\"recall\":0.75,\"f1-score\":0.7333333333333334,\"support\":4},"
                + "\"matthews_correlation\":0.5773502691896258,\"cohens_kappa\":0.5,\"classes\":{"
                + "\"accuracy\":{\"precision\":1.0,\"recall\":0.5,\"f1-score\":0.6666666666666666,\"support\":2},"
                + "\"no\":{\"precision\":0.6666666666666666,\"recall\":1.0,\"f1-score\":0.8,\"support\":2}},"
                + "\"labels\":[\"accuracy\",\"no\"],\"confusion_matrix\":[[1,1],[0,2]]}", text.toString());
    }

    @Test
    void refusesIdsWithoutANameAndUnequalLengths() {
        List<String> names = List.of("a", "b");
        assertEquals("confusion matrix: prediction 2 at 1: classes are 0..1", assertThrows(IndexOutOfBoundsException.class,
                () -> ClassificationReport.of(new int[] {0, 1}, new int[] {0, 2}, names)).getMessage());
        assertEquals("confusion matrix: gold label -1 at 0: classes are 0..1", assertThrows(IndexOutOfBoundsException.class,
                () -> ClassificationReport.of(new int[] {-1}, new int[] {0}, names)).getMessage());
        assertEquals("confusion matrix: 2 gold labels, 1 predictions: need one of each for every example",
                assertThrows(IllegalArgumentException.class,
                        () -> ClassificationReport.of(new int[] {0, 1}, new int[] {0}, names)).getMessage());
        assertEquals("confusion matrix: 0 gold labels, 0 predictions: need one of each for every example",
                assertThrows(IllegalArgumentException.class,
                        () -> ClassificationReport.of(new int[0], new int[0], names)).getMessage());
    }

    /// The report of a confusion matrix given by its counts.
    private static ClassificationReport report(long[][] counts, List<String> names) {
        ConfusionMatrix matrix = ConfusionMatrixTest.matrix(counts);
        return ClassificationReport.of(matrix, names);
    }
}
