package dev.lathe.bench.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bench.Spread;
import dev.lathe.bench.report.Measurement.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultParserTest {

    private static final String MACHINE = """
            {"machine": {"cpu": "abacus", "cores": 2, "jdk": "25", "commit": "0123456789abcdef-dirty",
             "date": "2026-11-22T14:11:09Z"}, %s}""";

    @TempDir
    private Path folder;

    @Test
    void readsComparisons() throws IOException {
        Measurement read = read("""
                "comparisons": [{"work": "1x16", "threads": 1, "gigaflop": 12, "entrants": [{"name": "lathe"}, {"name": "onnxruntime"}],
                 "rounds": [{"peakGigaflops": 250, "seconds": [1, 2]}, {"peakGigaflops": 240, "seconds": [3, 4]}]}]""");
        assertEquals("1x16", read.work());
        assertEquals(245, read.peakGigaflops());
        assertEquals(6, read.gigaflopsPerSecond(0));
        assertEquals(List.of("lathe", "onnxruntime"), read.engines());
        assertEquals(new Spread(0.5, 0.625, 0.75), read.ratio(0, 1));
        assertEquals("0123456789 and changes", read.origin().shortCommit());
        assertEquals("AVX-512", read.origin().vectors());
        assertEquals("[2026-11-22](../bench/results/result.json)", read.origin().link());
    }

    @Test
    void readsWorkloadsAndHowMuchTheyCompute() throws IOException {
        Measurement read = read("""
                "peakResidentMiB": 7, "workloads": [{"workload": "minilm/16x128/0.1", "threads": 2, "gigaflop": 138.0,
                 "contenders": [{"name": "lathe", "firstLoss": 0.7}], "rounds": [{"peakGigaflops": 500, "seconds": [0.5]}]}]""");
        assertEquals("minilm/16x128/0.1", read.work());
        assertEquals(276, read.gigaflopsPerSecond(0));
    }

    @Test
    void readsTheTokenizersSecondsByRound() throws IOException {
        Measurement read = read("""
                "comparisons": [{"texts": "english", "contenders": [{"name": "native"}, {"name": "lathe"}],
                 "secondsByRound": [[0.9, 0.04], [0.8, 0.05]]}], "loading": []""");
        assertEquals("tokenizing, english", read.work());
        assertArrayEquals(new double[] {0.8, 0.05}, read.rounds().get(1));
    }

    @Test
    void readsMemoryOfProcesses() throws IOException {
        Measurement read = read("""
                "workload": "bert-base/16x128/0.1", "processes": [{"name": "lathe", "peakResidentMiB": [4000, 4100]},
                 {"name": "libtorch", "peakResidentMiB": [5000, 5100]}]""");
        assertEquals("memory, bert-base/16x128/0.1", read.work());
        assertEquals(Unit.MEBIBYTES, read.unit());
        assertArrayEquals(new double[] {4100, 5100}, read.rounds().get(1));
    }

    @Test
    void refusesAFileOfAnotherKind() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> read("\"parts\": []"));
        assertEquals("result.json: no field 'comparisons'", refusal.getMessage());
    }

    @Test
    void refusesAFileInWhichNothingWasMeasured() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> read("\"workloads\": []"));
        assertEquals("result.json: nothing was measured", refusal.getMessage());
    }

    @Test
    void refusesARoundThatLacksAnEngine() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> read("""
                "workloads": [{"workload": "w", "threads": 2, "contenders": [{"name": "lathe"}, {"name": "copy"}],
                 "rounds": [{"peakGigaflops": 500, "seconds": [0.5]}]}]"""));
        assertEquals("result.json: 'w' has 2 engines and a round of 1 values", refusal.getMessage());
    }

    @Test
    void tellsWhereAValueIsNoNumber() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> read("""
                "workloads": [{"workload": "w", "threads": "two", "contenders": [], "rounds": [{"peakGigaflops": 500}]}]"""));
        assertEquals("result.json, workloads[0], threads: 'two' is not a number", refusal.getMessage());
    }

    private Measurement read(String fields) throws IOException {
        Path file = Files.writeString(folder.resolve("result.json"), MACHINE.formatted(fields));
        List<Measurement> measurements = ResultParser.read(file);
        assertEquals(1, measurements.size());
        return measurements.getFirst();
    }
}
