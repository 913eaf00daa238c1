package dev.lathe.checks.python;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lathe.train.evaluate.ClassificationReport;
import dev.lathe.train.evaluate.MultiLabelReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Our reports are scikit-learn's, to the last printed digit.
@ExtendWith(PythonLibraries.class)
class ReportsIT {
    private static final int CASES = 500;
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    private Path folder;

    /// What both print a report of.
    record Case(Object gold, Object predicted, List<String> names, int digits) {}

    @Test
    void oneOfSeveralClasses() throws IOException, InterruptedException {
        var random = new Random(11);
        var cases = new ArrayList<Case>();
        var ours = new ArrayList<String>();
        for (int i = 0; i < CASES; i++) {
            List<String> names = names(2 + random.nextInt(6));
            int examples = 1 + random.nextInt(i % 10 == 0 ? 3000 : 40);
            int[] gold = random.ints(examples, 0, names.size()).toArray();
            double right = random.nextDouble();
            int[] predicted = IntStream.of(gold)
                    .map(label -> random.nextDouble() < right ? label : random.nextInt(names.size())).toArray();
            // Where no prediction is right, scikit-learn 1.9 prints counts as 3.0, others 3, as we do.
            predicted[0] = gold[0];
            int digits = 1 + random.nextInt(6);
            cases.add(new Case(gold, predicted, names, digits));
            ours.add(ClassificationReport.of(gold, predicted, names).toText(digits));
        }
        assertPrinted(cases, ours);
    }

    @Test
    void severalLabelsAnExample() throws IOException, InterruptedException {
        var random = new Random(12);
        var cases = new ArrayList<Case>();
        var ours = new ArrayList<String>();
        for (int i = 0; i < CASES; i++) {
            List<String> names = names(2 + random.nextInt(5));
            int examples = 1 + random.nextInt(60);
            boolean[][] gold = decisions(random, examples, names.size());
            boolean[][] predicted = decisions(random, examples, names.size());
            int digits = 1 + random.nextInt(6);
            cases.add(new Case(gold, predicted, names, digits));
            ours.add(MultiLabelReport.of(gold, predicted, names).toText(digits));
        }
        assertPrinted(cases, ours);
    }

    private static List<String> names(int count) {
        return List.of("cold", "a name that is longer than the averages'", "😀", "中文", "É", "x y", "1").subList(0, count);
    }

    private static boolean[][] decisions(Random random, int examples, int labels) {
        double share = random.nextDouble();
        var decisions = new boolean[examples][labels];
        for (boolean[] row : decisions) {
            for (int label = 0; label < labels; label++) {
                row[label] = random.nextDouble() < share;
            }
        }
        return decisions;
    }

    private void assertPrinted(List<Case> cases, List<String> ours) throws IOException, InterruptedException {
        Path given = folder.resolve("cases.json");
        Path printed = folder.resolve("printed.json");
        MAPPER.writeValue(given.toFile(), cases);
        Python.run("reports.py", given, printed);
        var theirs = List.of(MAPPER.readValue(printed.toFile(), String[].class));
        for (int i = 0; i < ours.size(); i++) {
            assertEquals(theirs.get(i), ours.get(i), "case " + i);
        }
    }
}
