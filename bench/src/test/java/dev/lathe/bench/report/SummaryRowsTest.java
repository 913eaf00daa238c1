package dev.lathe.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lathe.bench.Spread;
import dev.lathe.bench.report.Measurement.Unit;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryRowsTest {

    /// Names as the programs of the bench give them, the row's start, and who took part.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "bert-base attention 2048x768x768 NT            | products of a training step      | lathe openblas onednn-sgemm onednn-matmul",
        "minilm attention 384x384x2048 TN               | products of a training step      | lathe openblas onednn-sgemm onednn-matmul",
        "minilm classifier 2x384x16 TN                  | products of a training step      | lathe openblas onednn-sgemm onednn-matmul",
        "bert-base pooler 16x768x768 NT                 | products of a training step      | lathe openblas onednn-sgemm onednn-matmul",
        "bert-base output 1x768x3072 NT                 | 1 to 32 rows, weights packed in  | lathe openblas onednn-sgemm onednn-matmul",
        "bert-base output 32x768x3072 NT kept           | 1 to 32 rows, weights packed bef | lathe openblas onednn-sgemm onednn-matmul",
        "minilm gradient of values 192x128x32x128 TN    | batched products                 | lathe onednn-matmul",
        "bert-base attention 1x16, 12 heads of 64       | attention as a whole             | lathe onednn-dense",
        "bert-base/16x128/0.1                           | training step, BERT-base, 16     | lathe libtorch",
        "minilm/16x128/0.1                              | training step, MiniLM, two       | lathe lathe-one-thread",
        "9 steps of an epoch of 50 batches, 80 tokens   | a part of an epoch               | lathe libtorch-longest",
        "memory, bert-base/16x128/0.1                   | peak memory                      | lathe libtorch",
        "minilm, training step of 2048 tokens           | 2,048 tokens in                  | 16x128 128x16 4x512",
        "32x128                                         | MiniLM, sentences to vectors     | lathe onnxruntime",
        "a file of 20000 lines                          | `lathe embed`                    | \"lathe embed,onnxruntime, sorted\"",
        "first vector of a process                      | start of a process               | lathe onnxruntime",
        "layer-norm 32768x768                           | LayerNorm, GELU                  | lathe copy",
        "layer-norm-grad-input 32768x768                | gradients and other              | lathe copy",
        "softmax 196608x128                             | softmax                          | lathe copy",
        "softmax-grad-input 196608x128                  | gradients and other              | lathe copy",
    })
    void eachWorkStandsInOneRow(String work, String row, String engines) {
        List<String> names = List.of(engines.contains(",") ? engines.split(",", 2) : engines.split(" "));
        var measurement = new Measurement(origin(1), work, 2, Unit.SECONDS, 1, 500, names,
                List.of(new double[names.size()], new double[names.size()]));
        var results = new Results(List.of(measurement));
        List<String> rows = SummaryRows.all().stream().filter(r -> r.fill(results).isMeasured()).map(Row::work).toList();
        assertEquals(1, rows.size(), rows::toString);
        assertEquals(row, rows.getFirst().substring(0, row.length()));
    }

    @Test
    void noTwoRowsHaveTheSameNames() {
        var names = new TreeSet<String>();
        SummaryRows.all().forEach(row -> names.add(row.work() + " / " + row.peer()));
        assertEquals(SummaryRows.all().size(), names.size());
    }

    @Test
    void theLastMeasurementOfAWorkCounts() {
        var results = new Results(List.of(step(1, 3, 4), step(2, 1, 4)));
        Line line = line(results, "training step, BERT-base, 16 x 128, dropout 0.1", "libtorch");
        assertEquals(new Spread(0.25, 0.25, 0.25), line.ratios());
        assertEquals("aim", line.verdict());
    }

    @Test
    void aRowOfSeveralWorksGivesTheirMediansAndItsWorstMayMissTheGoal() {
        var results = new Results(List.of(batch("1x16", 0.7), batch("1x64", 0.6), batch("1x128", 1.3)));
        Line line = line(results, "MiniLM, sentences to vectors, 2 threads", "ONNX Runtime");
        assertEquals(new Spread(0.6, 0.7, 1.3), line.ratios());
        assertEquals("missed", line.verdict());
    }

    @Test
    void ofSeveralPeersTheFastestCounts() {
        var product = new Measurement(origin(1), "minilm output 2048x384x1536 NT", 2, Unit.SECONDS, 1, 500,
                List.of("lathe", "openblas", "onednn-matmul"), List.of(new double[] {2, 5, 4}));
        Line line = line(new Results(List.of(product)), "products of a training step, 2 threads",
                "faster one of OpenBLAS and oneDNN");
        assertEquals("onednn-matmul", line.only().orElseThrow().theirName());
    }

    @Test
    void aRowWithoutMeasurementsSaysSo() {
        String table = new Tables(new Results(List.of())).summary();
        assertEquals(SummaryRows.all().size(), table.lines().filter(line -> line.contains("not measured")).count());
        assertFalse(table.lines().anyMatch(line -> line.contains("**")));
    }

    @Test
    void processorsOfBothKindsHaveTheirColumns() {
        var results = new Results(List.of(step(Origin.AVX_512, 1, 4), step(Origin.AVX2, 3, 4)));
        String row = new Tables(results).summary().lines()
                .filter(line -> line.contains("BERT-base, 16 x 128, dropout 0.1 | libtorch |")).findFirst().orElseThrow();
        assertEquals("| training step, BERT-base, 16 x 128, dropout 0.1 | libtorch | 1.00 s | 4.00 s | **0.25** (0.25-0.25)"
                + " | 3.00 s | 4.00 s | **0.75** (0.75-0.75) | 0.75; 0.60 | aim | must"
                + " | [2026-11-01](../bench/results/result.json) |", row);
    }

    private static Measurement step(String vectors, double ours, double theirs) {
        return new Measurement(origin(1, vectors), "bert-base/16x128/0.1", 2, Unit.SECONDS, 1, 500,
                List.of("lathe", "libtorch"), List.of(new double[] {ours, theirs}));
    }

    private static Line line(Results results, String work, String peer) {
        return SummaryRows.all().stream().filter(row -> row.work().equals(work) && row.peer().equals(peer))
                .collect(Collectors.collectingAndThen(Collectors.toList(), List::getFirst)).fill(results);
    }

    private static Measurement step(int day, double ours, double theirs) {
        return new Measurement(origin(day), "bert-base/16x128/0.1", 2, Unit.SECONDS, 1, 500, List.of("lathe", "libtorch"),
                List.of(new double[] {ours, theirs}));
    }

    private static Measurement batch(String work, double ours) {
        return new Measurement(origin(1), work, 2, Unit.SECONDS, 0, 500, List.of("lathe", "onnxruntime"),
                List.of(new double[] {ours, 1}));
    }

    private static Origin origin(int day) {
        return origin(day, Origin.AVX_512);
    }

    private static Origin origin(int day, String vectors) {
        return new Origin("result.json", "abacus", vectors, 2, "25", "0123456789abcdef", "2026-11-0" + day + "T00:00:00Z");
    }
}
