package dev.lathe.train.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.Standing;
import dev.lathe.train.output.OutputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
    @TempDir
    private Path path;

    private static SearchSpace space() {
        var dimensions = new LinkedHashMap<String, Distribution>();
        dimensions.put("lr", new Distribution.LogUniform(1e-6, 1e-1));
        dimensions.put("dropout", new Distribution.Uniform(0, 1));
        dimensions.put("optimizer", new Distribution.Choice(List.of("a", "b", "c", "d")));
        return new SearchSpace(dimensions);
    }

    /// A bowl with its bottom, 0, at lr 1e-3, dropout 0.3 and the third choice.
    private static double bowl(Setting setting) {
        double lr = StrictMath.log10(Double.parseDouble(setting.words().get("lr"))) + 3;
        double dropout = Double.parseDouble(setting.words().get("dropout")) - 0.3;
        return lr * lr + 10 * dropout * dropout + (setting.words().get("optimizer").equals("c") ? 0 : 1);
    }

    private record Function(BiFunction<Setting, OptionalInt, Double> loss, List<String> calls) implements Trainee {
        Function(BiFunction<Setting, OptionalInt, Double> loss) {
            this(loss, new ArrayList<>());
        }

        @Override
        public Standing train(String name, Setting setting, OptionalInt budget) {
            calls.add(name + (budget.isPresent() ? ":" + budget.getAsInt() : ""));
            double loss = this.loss.apply(setting, budget);
            return new Standing(Score.low("loss", "loss", "Loss", loss), loss);
        }
    }

    private SearchResult search(Proposals proposals, int trials, String journal, Trainee trainee) throws IOException {
        try (var opened = Journal.open(path.resolve(journal))) {
            return new Search(trainee, opened, _ -> {}).inTurn(proposals, trials);
        }
    }

    private double medianBest(BiFunction<SearchSpace, Long, Proposals> method, String name) throws IOException {
        var bests = new ArrayList<Double>();
        for (long seed = 0; seed < 20; seed++) {
            SearchResult found = search(method.apply(space(), seed), 40, name + seed, new Function((setting, _) -> bowl(setting)));
            bests.add(found.best().orElseThrow().standing().orElseThrow().loss());
        }
        bests.sort(null);
        return (bests.get(9) + bests.get(10)) / 2;
    }

    @Test
    void parzenFindsBetterThanChance() throws IOException {
        double random = medianBest(Proposals::random, "random");
        double parzen = medianBest(TreeParzen::new, "parzen");
        assertTrue(parzen < random, () -> "median of the best of 40 trials: Parzen " + parzen + ", random " + random);
    }

    @Test
    void halvingGivesTheBestMore() throws IOException {
        // What is best at the end is best from the start on; a budget takes a part of the distance off.
        var trainee = new Function((setting, budget) -> bowl(setting) + 1.0 / budget.orElse(1000));
        Proposals random = Proposals.random(space(), 7);
        SearchResult found;
        try (var journal = Journal.open(path.resolve("halving"))) {
            found = new Search(trainee, journal, _ -> {}).halving(random, 9, 3, 2);
        }
        List<Integer> ranked = IntStream.rangeClosed(1, 9).boxed()
                .sorted(Comparator.comparingDouble(number -> bowl(random.next(number, List.of())))).toList();
        assertEquals(ranked.getFirst(), found.best().orElseThrow().number());
        assertEquals(2, found.best().orElseThrow().rung());
        assertEquals(List.of("0001:2", "0002:2", "0003:2", "0004:2", "0005:2", "0006:2", "0007:2", "0008:2", "0009:2"),
                trainee.calls().subList(0, 9));
        assertEquals(ranked.subList(0, 3).stream().sorted().map(number -> Search.name(number) + ":6").toList(),
                trainee.calls().subList(9, 12));
        assertEquals(List.of(Search.name(ranked.getFirst())), trainee.calls().subList(12, trainee.calls().size()));
    }

    @Test
    void aKilledSearchGoesOnToTheSameBytes() throws IOException {
        byte[] whole = new SearchTable(search(new TreeParzen(space(), 3), 25, "whole", new Function((setting, _) -> bowl(setting)))).toJson();
        var killed = new Function((setting, _) -> bowl(setting));
        search(new TreeParzen(space(), 3), 17, "killed", killed);
        // The 18th was being written down.
        Files.writeString(path.resolve("killed"), Files.readString(path.resolve("killed")) + "{\"trial\":18,\"rung\":0,\"sett");
        var rest = new Function((setting, _) -> bowl(setting));
        byte[] resumed = new SearchTable(search(new TreeParzen(space(), 3), 25, "killed", rest)).toJson();
        assertEquals(new String(whole, StandardCharsets.UTF_8), new String(resumed, StandardCharsets.UTF_8));
        assertEquals("0018", rest.calls().getFirst());
        assertEquals(Files.readString(path.resolve("whole")), Files.readString(path.resolve("killed")));
    }

    @Test
    void aJournalOfAnotherSearchIsRefused() throws IOException {
        search(Proposals.random(space(), 3), 2, "journal", new Function((setting, _) -> bowl(setting)));
        String message = assertThrows(OutputException.class,
                () -> search(Proposals.random(space(), 4), 2, "journal", new Function((setting, _) -> bowl(setting)))).getMessage();
        assertTrue(message.contains("journal:1: has trial 1 with lr ") && message.endsWith("; it was begun with another file or other options"),
                message);
        Files.writeString(path.resolve("journal"), "nonsense\n");
        assertEquals(path.resolve("journal") + ":1: damaged; move the directory away and begin anew",
                assertThrows(OutputException.class, () -> Journal.open(path.resolve("journal"))).getMessage());
    }

    /// A score with another digit would be another way to go.
    @Test
    void everyByteOfAJournalThatIsAnotherIsFound() throws IOException {
        search(Proposals.random(space(), 3), 3, "journal", new Function((setting, _) -> bowl(setting)));
        Path file = path.resolve("journal");
        byte[] whole = Files.readAllBytes(file);
        // Without its last byte the last line is one that a kill has cut short.
        for (int i = 0; i < whole.length - 1; i++) {
            byte[] other = whole.clone();
            other[i] ^= (byte) (1 << i % 8);
            Files.write(file, other);
            String message = assertThrows(OutputException.class, () -> Journal.open(file), "byte " + i).getMessage();
            assertTrue(message.startsWith(file + ":") && message.endsWith(": damaged; move the directory away and begin anew"), message);
        }
    }

    @Test
    void aTrialThatLeavesTheNumbersHasFailed() throws IOException {
        SearchResult found = search(Proposals.random(space(), 1), 6, "failing", new Function((setting, _) -> {
            if (Double.parseDouble(setting.words().get("lr")) > 1e-3) {
                throw new ArithmeticException("step 3: loss is NaN");
            }
            return bowl(setting);
        }));
        assertTrue(found.trials().stream().anyMatch(trial -> trial.failure().equals("step 3: loss is NaN")));
        assertTrue(found.best().orElseThrow().standing().isPresent());
        String table = new SearchTable(found).toText();
        assertTrue(table.startsWith("  trial    Loss      loss  setting\n") && table.contains("failed         -  lr "), table);
        assertEquals(7, new String(new SearchTable(found).toCsv(), StandardCharsets.UTF_8).lines().count());
        String svg = new String(new SearchPlot(found).toSvg(), StandardCharsets.UTF_8);
        assertEquals(found.trials().stream().filter(trial -> trial.standing().isPresent()).count(), svg.split("<circle", -1).length - 1);
    }

    @Test
    void drawsStayInsideTheSpaceAndReachAllOfIt() {
        var seen = new TreeSet<String>();
        var ints = new SearchSpace(Map.of("n", new Distribution.Int(2, 5)));
        for (int number = 1; number <= 200; number++) {
            Setting setting = Proposals.random(space(), 5).next(number, List.of());
            double lr = Double.parseDouble(setting.words().get("lr"));
            assertTrue(lr >= 1e-6 && lr <= 1e-1, setting::toString);
            seen.add(setting.words().get("optimizer"));
            seen.add(Proposals.random(ints, 5).next(number, List.of()).words().get("n"));
        }
        assertEquals(List.of("2", "3", "4", "5", "a", "b", "c", "d"), List.copyOf(seen));
    }

    @Test
    void aParzenDensityIsOne() {
        var density = new ParzenDensity(0.05, 0.1, 0.4, 0.97);
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            sum += density.at((i + 0.5) / 100_000) / 100_000;
        }
        assertEquals(1, sum, 1e-6);
    }

    /// Quantiles as printed in Student's tables.
    @Test
    void intervalsAreStudents() {
        assertEquals(12.706, SeedInterval.quantile(1), 5e-4);
        assertEquals(4.303, SeedInterval.quantile(2), 5e-4);
        assertEquals(2.776, SeedInterval.quantile(4), 5e-4);
        assertEquals(2.262, SeedInterval.quantile(9), 5e-4);
        assertEquals(2.042, SeedInterval.quantile(30), 5e-4);
        SeedInterval interval = SeedInterval.of(0.9, 0.92, 0.94);
        assertEquals(0.92, interval.mean(), 1e-12);
        assertEquals(4.302653 * 0.02 / StrictMath.sqrt(3), interval.halfWidth(), 1e-6);
        assertEquals("0.9200 ± 0.0497 (95 %, Student's t, 3 seeds; one run varies by 0.0200)", interval.toText());
        assertEquals("seeds 1: needs at least 2",
                assertThrows(IllegalArgumentException.class, () -> SeedInterval.of(1)).getMessage());
    }
}
