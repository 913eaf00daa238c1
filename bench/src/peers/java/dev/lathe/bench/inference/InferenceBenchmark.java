package dev.lathe.bench.inference;

import ai.onnxruntime.OrtException;
import dev.lathe.Device;
import dev.lathe.bench.Spread;
import dev.lathe.bench.peers.BenchmarkOptions;
import dev.lathe.bench.peers.Comparison;
import dev.lathe.bench.peers.ComparisonFile;
import dev.lathe.bench.peers.Entrant;
import dev.lathe.bench.peers.Turns;
import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Times all-MiniLM-L6-v2 at work beside ONNX Runtime, full batches and single sentences.
///
/// Options, each `name=value`:
///
/// | option | meaning | default |
/// |---|---|---|
/// | `model` | the model's directory, as `lathe fetch` leaves it | none: must be given |
/// | `work` | `sentences x tokens`, comma between | `16x64,16x128,32x128,1x16,1x64,1x128` |
/// | `threads` | of each engine, comma between | `1,2` |
/// | `rounds` | turns that count | 7 |
/// | `output` | result file | none: prints only |
public final class InferenceBenchmark {

    private static final String ABOUT = "all-MiniLM-L6-v2, sentences of equal length. Lathe: TextEmbedder.embedAll, from text to"
            + " mean-pooled vectors. ONNX Runtime: the same token ids, in place, to the last hidden states only."
            + " Compared first: the mean-pooled vectors, within 1e-4.";

    private static final Set<String> OPTIONS = Set.of("model", "work", "threads", "rounds", "output");
    private static final double WARM_UP_SECONDS = 1.5;
    private static final double TURN_SECONDS = 0.5;
    private static final double TOLERANCE = 1e-4;

    private final Path model;
    private final ExportedMiniLm export;
    private final Sentences sentences;

    private InferenceBenchmark(Path model) throws IOException {
        this.model = model;
        export = ExportedMiniLm.in(Files.createTempDirectory("inference-benchmark"));
        sentences = new Sentences(WordPieceTokenizer.load(model));
    }

    /// Runs the benchmark.
    ///
    /// @param arguments options as above
    /// @throws IOException if a file cannot be read or written
    /// @throws OrtException if ONNX Runtime cannot load the model
    public static void main(String... arguments) throws IOException, OrtException {
        var options = BenchmarkOptions.parse(OPTIONS, arguments);
        var benchmark = new InferenceBenchmark(options.requiredPath("model"));
        List<String> work = options.list("work", "16x64,16x128,32x128,1x16,1x64,1x128");
        var comparisons = new ArrayList<Comparison>();
        for (String threads : options.list("threads", "1,2")) {
            comparisons.addAll(benchmark.run(new Turns(options.number("rounds", 7), Integer.parseInt(threads)),
                    Integer.parseInt(threads), work));
        }
        var medians = Spread.of(comparisons.stream().mapToDouble(c -> c.ratio(0, 1).median()).toArray());
        IO.println("lathe over onnxruntime, median of all and best to worst: " + medians.text());
        Optional<Path> output = options.path("output");
        if (output.isPresent()) {
            ComparisonFile.write(output.get(), ABOUT, comparisons);
        }
    }

    private List<Comparison> run(Turns turns, int threads, List<String> work) throws IOException, OrtException {
        var comparisons = new ArrayList<Comparison>();
        var embedding = TextEmbedder.Options.of(model).withPooling(Pooling.MEAN).withNormalize(false);
        try (var device = Device.cpu(threads); var embedder = TextEmbedder.load(model, embedding, device);
                var onnx = new OnnxModel(export.onnx(), threads)) {
            for (String size : work) {
                String[] sizes = size.split("x");
                List<String> texts = sentences.texts(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]));
                try (var batch = new OnnxBatch(onnx, texts.stream().map(sentences::ids).toList())) {
                    requireEqual(size, embedder.embedAll(texts), batch);
                    comparisons.add(turns.run(size, List.of(
                            Entrant.of("lathe", () -> embedder.embedAll(texts)),
                            Entrant.of("onnxruntime", batch::run)), WARM_UP_SECONDS, TURN_SECONDS));
                    IO.print(comparisons.getLast().text());
                }
            }
        }
        return comparisons;
    }

    private static void requireEqual(String work, List<float[]> vectors, OnnxBatch batch) {
        batch.run();
        float[][] expected = batch.means();
        for (int row = 0; row < expected.length; row++) {
            for (int feature = 0; feature < expected[row].length; feature++) {
                if (!(Math.abs(vectors.get(row)[feature] - expected[row][feature]) <= TOLERANCE)) {
                    throw new ArithmeticException("%s: sentence %d, feature %d is %s, of onnxruntime %s: not the same work"
                            .formatted(work, row, feature, vectors.get(row)[feature], expected[row][feature]));
                }
            }
        }
    }
}
