package dev.lathe.bench.inference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.bench.peers.BenchmarkOptions;
import dev.lathe.bench.peers.Comparison;
import dev.lathe.bench.peers.ComparisonFile;
import dev.lathe.bench.peers.Entrant;
import dev.lathe.bench.peers.ReviewSentences;
import dev.lathe.bench.peers.Turns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Times whole processes that write a vector for each line of a text file: `lathe embed`, and the same with ONNX Runtime.
///
/// Options, each `name=value`:
///
/// | option | meaning | default |
/// |---|---|---|
/// | `model` | the model's directory, as `lathe fetch` leaves it | none: must be given |
/// | `launcher` | the script `lathe` | none: must be given |
/// | `reviews` | JSON lines of `text` and `label`, as `lathe demo` leaves them in its cache | none: must be given |
/// | `lines` | of the file, varied from the reviews | 20000 |
/// | `rounds` | turns that count | 5 |
/// | `output` | result file | none: prints only |
public final class FileEmbeddingBenchmark {

    private static final String ABOUT = "Whole processes, start of the virtual machine included, from a text file of review"
            + " sentences to a JSON file of all-MiniLM-L6-v2's mean-pooled vectors: 'lathe embed'; ONNX Runtime with the native tokenizer,"
            + " batches of 32 padded to the longest, lines as they come or sorted by tokens."
            + " The last round's results are compared, within 1e-4.";

    private static final Set<String> OPTIONS = Set.of("model", "launcher", "reviews", "lines", "rounds", "output");
    private static final double TOLERANCE = 1e-4;

    private final Path scratch;
    private final Path text;

    private FileEmbeddingBenchmark(Path reviews, int lines) throws IOException {
        scratch = Files.createTempDirectory("file-embedding-benchmark");
        text = Files.write(scratch.resolve("text.txt"), varied(reviews, lines));
    }

    /// Runs the benchmark.
    ///
    /// @param arguments options as above
    /// @throws IOException if a file cannot be read or written, or a process not be started
    public static void main(String... arguments) throws IOException {
        var options = BenchmarkOptions.parse(OPTIONS, arguments);
        int lines = options.number("lines", 20_000);
        var benchmark = new FileEmbeddingBenchmark(options.requiredPath("reviews"), lines);
        List<Program> programs = List.of(
                benchmark.lathe(options.requiredPath("launcher"), options.requiredPath("model")),
                benchmark.onnxRuntime("unsorted"), benchmark.onnxRuntime("sorted"));
        Comparison comparison = new Turns(options.number("rounds", 5), Runtime.getRuntime().availableProcessors()).run(
                "a file of " + lines + " lines", programs.stream().map(FileEmbeddingBenchmark::entrant).toList(), 0, 0);
        benchmark.requireEqual(programs);
        IO.print(comparison.text());
        Optional<Path> output = options.path("output");
        if (output.isPresent()) {
            ComparisonFile.write(output.get(), ABOUT, List.of(comparison));
        }
    }

    /// The reviews again and again, each time with their words rotated by one more place, so that no two lines are alike.
    private static List<String> varied(Path reviews, int lines) throws IOException {
        List<ReviewSentences.Review> sentences = ReviewSentences.read(reviews);
        var varied = new ArrayList<String>();
        for (int line = 0; line < lines; line++) {
            var words = new ArrayList<>(List.of(sentences.get(line % sentences.size()).text().strip().split("\\s+")));
            Collections.rotate(words, line / sentences.size());
            varied.add(String.join(" ", words));
        }
        return varied;
    }

    private Program lathe(Path launcher, Path model) {
        return new Program("lathe embed", List.of(launcher.toAbsolutePath().toString(), "embed", "--model", model.toString(),
                "--input", text.toString(), "--output", result("lathe embed").toString()));
    }

    private Program onnxRuntime(String order) throws IOException {
        ExportedMiniLm export = ExportedMiniLm.in(scratch);
        String name = "onnxruntime, " + order;
        return Program.java(name, List.of("--enable-native-access=ALL-UNNAMED"), System.getProperty("java.class.path"),
                OnnxFileEmbedding.class, export.onnx().toString(), export.tokenizer().toString(), text.toString(),
                result(name).toString(), order);
    }

    private Path result(String name) {
        return scratch.resolve(name.replaceAll("\\W+", "-") + ".jsonl");
    }

    private static Entrant entrant(Program program) {
        return new Entrant(program.name(), () -> {
            try {
                return program.run().seconds();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    private void requireEqual(List<Program> programs) throws IOException {
        for (Program other : programs.subList(1, programs.size())) {
            requireEqual(result(programs.getFirst().name()), result(other.name()));
        }
    }

    private static void requireEqual(Path file, Path other) throws IOException {
        var factory = new JsonFactory();
        try (JsonParser values = factory.createParser(Files.newBufferedReader(file));
                JsonParser expected = factory.createParser(Files.newBufferedReader(other))) {
            while (values.nextToken() != null) {
                if (expected.nextToken() != values.currentToken()
                        || values.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
                        && !(Math.abs(values.getDoubleValue() - expected.getDoubleValue()) <= TOLERANCE)) {
                    throw new ArithmeticException("%s and %s differ at line %d: not the same work".formatted(
                            file.getFileName(), other.getFileName(), values.currentLocation().getLineNr()));
                }
            }
        }
    }
}
