package dev.lathe.bench.peers;

import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Times an epoch of fine-tuning MiniLM on review sentences: packed here, padded in libtorch.
///
/// The epoch is cut into as many parts as there are rounds; in each round every engine trains on the next part.
///
/// Options, each `name=value`:
///
/// | option | meaning | default |
/// |---|---|---|
/// | `reviews` | JSON lines of `text` and `label`, as `lathe demo` leaves them in its cache | none: must be given |
/// | `model` | directory whose tokenizer is used | none: must be given |
/// | `batch` | examples | 16 |
/// | `entrants` | comma between, Lathe first | `lathe,libtorch-longest,libtorch-fastest-longest,libtorch-128` |
/// | `rounds` | parts of the epoch | 5 |
/// | `steps` | of a part | so many that the parts are the whole epoch |
/// | `output` | result file | none: prints only |
public final class EpochBenchmark {

    private static final String ABOUT = "An epoch of fine-tuning MiniLM (weights by formula, dropout 0.1) on review sentences, in parts:"
            + " seconds are of one part. Lathe: packed. libtorch: padded to the longest of the batch or to 128, plain or its"
            + " fastest path. Compared first: the first batch's loss without dropout, within 1e-4.";

    private static final Set<String> OPTIONS = Set.of("reviews", "model", "batch", "entrants", "rounds", "steps", "output");
    private static final double DROPOUT = 0.1;
    private static final double LOSS_TOLERANCE = 1e-4;
    private static final int WARM_UP_STEPS = 4;

    private final int threads = Runtime.getRuntime().availableProcessors();
    private final ReviewBatches packed;
    private final ReviewBatches padded;

    private EpochBenchmark(ReviewBatches packed) {
        this.packed = packed;
        padded = packed.paddedToMost();
    }

    /// Runs the benchmark.
    ///
    /// @param arguments options as above
    /// @throws IOException if a file cannot be read or written
    public static void main(String... arguments) throws IOException {
        var options = BenchmarkOptions.parse(OPTIONS, arguments);
        var tokenizer = WordPieceTokenizer.load(options.requiredPath("model"));
        var benchmark = new EpochBenchmark(
                ReviewBatches.read(options.requiredPath("reviews"), tokenizer, options.number("batch", 16)));
        int rounds = options.number("rounds", 5);
        int steps = options.number("steps", Math.ceilDiv(benchmark.packed.batches().size(), rounds));
        Comparison comparison = benchmark.run(rounds, steps, options.list("entrants",
                "lathe,libtorch-longest,libtorch-fastest-longest,libtorch-128"));
        IO.print(comparison.text());
        Optional<Path> output = options.path("output");
        if (output.isPresent()) {
            ComparisonFile.write(output.get(), ABOUT, List.of(comparison));
        }
    }

    private Comparison run(int rounds, int steps, List<String> names) {
        requireEqualLosses(names);
        Map<String, Trainer> trainers = new LinkedHashMap<>();
        try {
            var entrants = new ArrayList<Entrant>();
            for (String name : names) {
                Trainer trainer = open(name, DROPOUT);
                trainers.put(name, trainer);
                List<PaddedBatch> batches = batches(name);
                batches.subList(0, WARM_UP_STEPS).forEach(batch -> trainer.train(batch, TrainingWorkload.LEARNING_RATE));
                Iterator<PaddedBatch> epochs = Stream.generate(() -> batches).flatMap(List::stream).iterator();
                entrants.add(Entrant.of(name, () -> {
                    for (int step = 0; step < steps; step++) {
                        trainer.train(epochs.next(), TrainingWorkload.LEARNING_RATE);
                    }
                }));
            }
            String work = "%d steps of an epoch of %d batches, %d tokens, %d positions padded to the longest, %d to 128".formatted(
                    steps, packed.batches().size(), packed.tokens(), packed.positions(), padded.positions());
            return new Turns(rounds, threads).run(work, entrants, 0, 0);
        } finally {
            trainers.values().forEach(Trainer::close);
        }
    }

    private List<PaddedBatch> batches(String name) {
        return name.endsWith("-128") ? padded.batches() : packed.batches();
    }

    private void requireEqualLosses(List<String> names) {
        var losses = new LinkedHashMap<String, Double>();
        for (String name : names) {
            try (Trainer trainer = open(name, 0)) {
                losses.put(name, trainer.train(batches(name).getFirst(), TrainingWorkload.LEARNING_RATE));
            }
            if (!(Math.abs(losses.get(name) - losses.get(names.getFirst())) <= LOSS_TOLERANCE)) {
                throw new ArithmeticException("first losses " + losses + ": not the same work");
            }
        }
    }

    private Trainer open(String name, double dropout) {
        var workload = new TrainingWorkload(BertShape.MINILM, 1, 1, dropout, threads);
        return switch (name) {
            case "lathe" -> new LatheTrainer(workload.shape(), workload.weights(), dropout, threads);
            case "libtorch-longest", "libtorch-128" -> libtorch(workload, LibtorchPath.PLAIN);
            case "libtorch-fastest-longest", "libtorch-fastest-128" -> libtorch(workload, LibtorchPath.FASTEST);
            default -> throw new IllegalArgumentException("no entrant '" + name + "'");
        };
    }

    private static Trainer libtorch(TrainingWorkload workload, LibtorchPath path) {
        torch.set_num_threads(workload.threads());
        return new LibtorchTrainer(workload.shape(), workload.weights(), ScalarType.Float,
                new LibtorchDropout(workload.dropout(), path));
    }
}
