package dev.lathe.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TableLayout;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.data.text.TextDataset;
import dev.lathe.train.data.text.TextExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HoldoutTest {

    private static final long SEED = Long.getLong("test.seed", 11);

    @TempDir
    Path folder;
    private DataFiles files;

    @BeforeEach
    void useFolder() {
        files = new DataFiles(folder);
    }

    @Test
    void devAndTestAreTheFirstOfTheOrder() throws IOException {
        var parts = new Holdout(OptionalDouble.of(0.2), OptionalDouble.of(0.4), false, Optional.empty())
                .split(rows("aaaaabbbbb"), new int[] {3, 8, 0, 5, 1, 9, 2, 4, 6, 7}, Optional.empty());
        assertEquals(List.of(3, 8), places(parts.dev().orElseThrow()));
        assertEquals(List.of(0, 1, 5, 9), places(parts.test().orElseThrow()));
        assertEquals(List.of(2, 4, 6, 7), places(parts.train()));
    }

    @Test
    void noPartHoldsALabelThatTrainingLacks() throws IOException {
        var random = new Random(SEED);
        int strata = 0;
        for (int run = 0; run < 300; run++) {
            String labels = random.ints(2 + random.nextInt(40), 0, 1 + random.nextInt(8))
                    .mapToObj(i -> String.valueOf((char) ('a' + i * i % 7))).collect(Collectors.joining());
            Dataset<TextExample> rows = rows(labels);
            Optional<Map<Long, String>> groups = run % 3 == 2 ? Optional.of(rows.examples().stream().collect(
                    Collectors.toMap(row -> row.source().line(), row -> "g" + row.source().line() / 3))) : Optional.empty();
            Holdout holdout = new Holdout(OptionalDouble.of(0.3), OptionalDouble.of(0.2), run % 3 == 1, groups.map(_ -> "g"));
            try {
                var parts = holdout.split(rows, order(rows.size(), random), groups);
                Set<String> known = names(parts.train());
                assertTrue(known.containsAll(names(parts.dev().orElseThrow())), labels + ", seed " + SEED);
                assertTrue(known.containsAll(names(parts.test().orElseThrow())), labels + ", seed " + SEED);
                List<Integer> all = new ArrayList<>(places(parts.train()));
                all.addAll(places(parts.dev().orElseThrow()));
                all.addAll(places(parts.test().orElseThrow()));
                assertEquals(IntStream.range(0, rows.size()).boxed().toList(), all.stream().sorted().toList());
                strata++;
            } catch (DataException few) {
                assertTrue(few.getMessage().endsWith("set can be split off"), few.getMessage());
            }
        }
        assertTrue(strata > 150, () -> "most can be split, seed " + SEED);
    }

    /// The sizes that scikit-learn's `StratifiedShuffleSplit` gives.
    @Test
    void strataHaveTheirSharesInEachPart() throws IOException {
        String labels = "a".repeat(60) + "b".repeat(30) + "c".repeat(9) + "d";
        Dataset<TextExample> rows = rows(labels);
        var parts = new Holdout(OptionalDouble.of(0.2), OptionalDouble.of(0.1), true, Optional.empty())
                .split(rows, order(100, new Random(SEED)), Optional.empty());
        assertEquals(Map.of("a", 12L, "b", 6L, "c", 2L), counts(parts.dev().orElseThrow()));
        assertEquals(Map.of("a", 6L, "b", 3L, "c", 1L), counts(parts.test().orElseThrow()));
        assertEquals(Map.of("a", 42L, "b", 21L, "c", 6L, "d", 1L), counts(parts.train()));
    }

    @Test
    void groupsStayTogether() throws IOException {
        Path file = files.write("g.csv", "text,label,who\nt,a,x\nt,b,y\nt,a,y\nt,b,z\nt,a,z\nt,b,x\nt,a,z\n");
        Dataset<TextExample> rows = TextDataset.read(file, DataFormat.CSV, TextColumns.standard()).rows();
        Map<Long, String> groups = RowGroups.read(file, DataFormat.CSV, TableLayout.USUAL, "who");
        Holdout third = new Holdout(OptionalDouble.of(0.3), OptionalDouble.empty(), false, Optional.of("who"));
        var parts = third.split(rows, new int[] {4, 2, 0, 1, 3, 5, 6}, Optional.of(groups));
        assertEquals(List.of(1, 2), places(parts.dev().orElseThrow()), "z is too large, y fits");
        assertEquals(List.of(0, 3, 4, 5, 6), places(parts.train()));
        var one = new Holdout(OptionalDouble.of(0.1), OptionalDouble.empty(), false, Optional.of("who"))
                .split(rows, new int[] {4, 2, 0, 1, 3, 5, 6}, Optional.of(groups));
        assertEquals(List.of(3, 4, 6), places(one.dev().orElseThrow()), "none fits, the first it is");
    }

    @Test
    void namesTheRowWithoutAGroupAndTheFileThatHasNone() throws IOException {
        Path rows = files.write("a.jsonl", "{\"text\":\"a\",\"who\":7}\n{\"text\":\"b\"}\n");
        assertEquals("line 2: no 'who'; the keys are 'text'",
                DataFiles.failure(rows, () -> RowGroups.read(rows, DataFormat.JSONL, TableLayout.USUAL, "who")));
        assertEquals("--format conll holds no rows with columns; needs jsonl, csv or tsv",
                DataFiles.failure(rows, () -> RowGroups.read(rows, DataFormat.CONLL, TableLayout.USUAL, "who")));
        assertEquals("groups need a second reading, and this is no regular file",
                DataFiles.failure(Path.of("/dev/null"), () -> RowGroups.read(Path.of("/dev/null"), DataFormat.CSV, TableLayout.USUAL, "who")));
        Path same = files.write("s.csv", "text,label,who\nt,a,x\nt,b,x\n");
        Dataset<TextExample> whole = TextDataset.read(same, DataFormat.CSV, TextColumns.standard()).rows();
        Holdout half = new Holdout(OptionalDouble.of(0.5), OptionalDouble.empty(), false, Optional.of("who"));
        assertEquals("each group has a label that no other has: no dev set can be split off", DataFiles.failure(same,
                () -> half.split(whole, new int[] {0, 1}, Optional.of(Map.of(2L, "x", 3L, "x")))));
    }

    @Test
    void refusesSharesThatLeaveNothing() throws IOException {
        assertEquals("devFraction 1.0: needs more than 0 and less than 1", refusal(1, 0.1, false, false));
        assertEquals("testFraction 0.0: needs more than 0 and less than 1", refusal(0.1, 0, false, false));
        assertEquals("testFraction 0.5: with 0.5 for dev nothing is left to learn from", refusal(0.5, 0.5, false, false));
        assertEquals("stratify: groups cannot be stratified; choose one", refusal(0.1, 0.1, true, true));
        Dataset<TextExample> two = rows("aa");
        assertEquals("one row left: no test set can be split off", DataFiles.failure(two.file().path(),
                () -> new Holdout(OptionalDouble.of(0.1), OptionalDouble.of(0.1), false, Optional.empty())
                        .split(two, new int[] {0, 1}, Optional.empty())));
    }

    private static String refusal(double dev, double test, boolean stratified, boolean grouped) {
        return assertThrows(IllegalArgumentException.class, () -> new Holdout(OptionalDouble.of(dev), OptionalDouble.of(test),
                stratified, grouped ? Optional.of("g") : Optional.empty())).getMessage();
    }

    /// A row for each letter, which is its label; its text is its place.
    private Dataset<TextExample> rows(String labels) throws IOException {
        StringBuilder content = new StringBuilder("text,label\n");
        for (int i = 0; i < labels.length(); i++) {
            content.append(i).append(',').append(labels.charAt(i)).append('\n');
        }
        return TextDataset.read(files.write("rows.csv", content.toString()), DataFormat.CSV, TextColumns.standard()).rows();
    }

    private static int[] order(int size, Random random) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Collections.shuffle(order, random);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Integer> places(Dataset<TextExample> rows) {
        return rows.examples().stream().map(row -> (int) row.source().line() - 2).toList();
    }

    private static Set<String> names(Dataset<TextExample> rows) {
        return new HashSet<>(rows.examples().stream().map(TextExample::label).toList());
    }

    private static Map<String, Long> counts(Dataset<TextExample> rows) {
        return rows.examples().stream().collect(Collectors.groupingBy(TextExample::label, Collectors.counting()));
    }
}
