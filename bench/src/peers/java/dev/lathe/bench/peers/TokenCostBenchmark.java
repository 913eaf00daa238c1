package dev.lathe.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// How much more a token costs in longer or shorter sequences: Lathe's training steps of as many tokens each.
///
/// Options, each `name=value`:
///
/// | option | meaning | default |
/// |---|---|---|
/// | `model` | `minilm` or `bert-base` | `minilm` |
/// | `tokens` | of a batch | 2048 |
/// | `lengths` | of its sequences, comma between; the first is what the others are compared with | `128,16,32,64,256,512` |
/// | `dropout` | probability in percent | 10 |
/// | `rounds` | turns that count | 7 |
/// | `output` | result file | none: prints only |
public final class TokenCostBenchmark {

    private static final String ABOUT = "Training steps of Lathe on as many tokens in sequences of different length, with random"
            + " weights. timeOver[first entrant] is the cost of a token over that in sequences of the first length.";

    private static final Set<String> OPTIONS = Set.of("model", "tokens", "lengths", "dropout", "rounds", "output");
    private static final double WARM_UP_SECONDS = 2;

    private TokenCostBenchmark() {}

    /// Runs the benchmark.
    ///
    /// @param arguments options as above
    /// @throws IOException when the result file can't be written
    public static void main(String... arguments) throws IOException {
        var options = BenchmarkOptions.parse(OPTIONS, arguments);
        int threads = Runtime.getRuntime().availableProcessors();
        int tokens = options.number("tokens", 2048);
        String model = options.list("model", "minilm").getFirst();
        var workload = TrainingWorkload.parse(model + "/1x1/" + options.number("dropout", 10) / 100.0, threads);
        var entrants = new ArrayList<Entrant>();
        try (var trainer = new LatheTrainer(workload.shape(), workload.weights(), workload.dropout(), threads)) {
            for (String length : options.list("lengths", "128,16,32,64,256,512")) {
                int columns = Integer.parseInt(length);
                PaddedBatch batch = FormulaBatches.fullLength(tokens / columns, columns);
                entrants.add(Entrant.of(tokens / columns + "x" + length,
                        () -> trainer.train(batch, TrainingWorkload.LEARNING_RATE)));
            }
            Comparison comparison = new Turns(options.number("rounds", 7), threads)
                    .run(model + ", training step of " + tokens + " tokens", entrants, WARM_UP_SECONDS, 0);
            IO.print(text(comparison));
            Optional<Path> output = options.path("output");
            if (output.isPresent()) {
                ComparisonFile.write(output.get(), ABOUT, List.of(comparison));
            }
        }
    }

    private static String text(Comparison comparison) {
        var text = new StringBuilder(String.format(Locale.ROOT, "%s, %d threads, %d rounds (%d discarded)%n",
                comparison.work().name(), comparison.threads(), comparison.rounds().size(), comparison.discarded()));
        for (int i = 0; i < comparison.entrants().size(); i++) {
            text.append(String.format(Locale.ROOT, "  %-8s %s s, a token costs %s of one in %s%n",
                    comparison.entrants().get(i), comparison.seconds(i).text(), comparison.ratio(i, 0).text(),
                    comparison.entrants().getFirst()));
        }
        return text.toString();
    }
}
