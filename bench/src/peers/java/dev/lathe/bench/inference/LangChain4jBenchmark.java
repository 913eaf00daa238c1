package dev.lathe.bench.inference;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import dev.lathe.bench.peers.BenchmarkOptions;
import dev.lathe.bench.peers.Comparison;
import dev.lathe.bench.peers.ComparisonFile;
import dev.lathe.bench.peers.Entrant;
import dev.lathe.bench.peers.ReviewSentences;
import dev.lathe.bench.peers.Turns;
import dev.lathe.langchain4j.LatheEmbeddingModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Times LangChain4j's `EmbeddingModel` of all-MiniLM-L6-v2 over Lathe beside LangChain4j's own, over ONNX Runtime: from text
/// segments to embeddings, each as it comes when one line makes it, with all cores.
///
/// Options, each `name=value`:
///
/// | option | meaning | default |
/// |---|---|---|
/// | `model` | the model's directory, as `lathe fetch` leaves it | none: must be given |
/// | `reviews` | the demo's `train.jsonl` | none: must be given |
/// | `segments` | in a call, comma between | `1,16,256` |
/// | `rounds` | turns that count | 7 |
/// | `output` | result file | none: prints only |
public final class LangChain4jBenchmark {

    private static final String ABOUT = "LangChain4j's EmbeddingModel of all-MiniLM-L6-v2, embedAll of review sentences. Lathe:"
            + " LatheEmbeddingModel. theirs: AllMiniLmL6V2EmbeddingModel, on ONNX Runtime. Both as one line makes them, all cores."
            + " Compared first: cosines of the embeddings, at least 0.999.";

    private static final Set<String> OPTIONS = Set.of("model", "reviews", "segments", "rounds", "output");
    private static final double WARM_UP_SECONDS = 3;
    private static final double TURN_SECONDS = 0.5;
    private static final double LEAST_COSINE = 0.999;

    private LangChain4jBenchmark() {}

    /// Runs the benchmark.
    ///
    /// @param arguments options as above
    /// @throws IOException if a file cannot be read or written
    public static void main(String... arguments) throws IOException {
        var options = BenchmarkOptions.parse(OPTIONS, arguments);
        List<TextSegment> segments = ReviewSentences.read(options.requiredPath("reviews")).stream()
                .map(review -> TextSegment.from(review.text()))
                .toList();
        var turns = new Turns(options.number("rounds", 7), Runtime.getRuntime().availableProcessors());
        var comparisons = new ArrayList<Comparison>();
        var theirs = new AllMiniLmL6V2EmbeddingModel();
        try (var ours = LatheEmbeddingModel.of(options.requiredPath("model"))) {
            for (String count : options.list("segments", "1,16,256")) {
                List<TextSegment> some = segments.subList(0, Integer.parseInt(count));
                requireEqual(ours, theirs, some);
                comparisons.add(turns.run(count + " segments", List.of(
                        Entrant.of("lathe", () -> ours.embedAll(some)),
                        Entrant.of("langchain4j", () -> theirs.embedAll(some))), WARM_UP_SECONDS, TURN_SECONDS));
                IO.print(comparisons.getLast().text());
            }
        }
        var output = options.path("output");
        if (output.isPresent()) {
            ComparisonFile.write(output.get(), ABOUT, comparisons);
        }
    }

    private static void requireEqual(EmbeddingModel ours, EmbeddingModel theirs, List<TextSegment> segments) {
        List<Embedding> vectors = ours.embedAll(segments).content();
        List<Embedding> expected = theirs.embedAll(segments).content();
        for (int i = 0; i < segments.size(); i++) {
            double cosine = 0;
            for (int j = 0; j < vectors.get(i).dimension(); j++) {
                cosine += (double) vectors.get(i).vector()[j] * expected.get(i).vector()[j];
            }
            if (!(cosine >= LEAST_COSINE)) {
                throw new ArithmeticException("segment %d: cosine %s: not the same work".formatted(i, cosine));
            }
        }
    }
}
