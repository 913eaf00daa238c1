package dev.lathe.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Times whole training steps of several engines side by side and writes a result file.
///
/// Options, each `name=value`:
///
/// | option | meaning | default |
/// |---|---|---|
/// | `contenders` | names from [Contenders], comma between | `libtorch,libtorch-fastest` |
/// | `workloads` | `model/batchxlength/dropout`, comma between | MiniLM and BERT-base, 16x128, dropout 0 and 0.1 |
/// | `rounds` | turns that count | 7 |
/// | `threads` | of each engine | the machine's cores |
/// | `output` | result file | none: prints only |
///
/// `bench/peers.sh` starts it with the environment that native engines need to be at their best.
public final class TrainingStepBenchmark {

    private static final String ABOUT = "Whole training steps: forward, loss, backward, clipping, update; sequences of full length."
            + " Compared first: the loss of the first step without dropout, within 1e-4.";

    private static final Set<String> OPTIONS = Set.of("contenders", "workloads", "rounds", "threads", "output");

    private TrainingStepBenchmark() {}

    /// Runs the benchmark.
    ///
    /// @param arguments options as above
    /// @throws IOException when the result file can't be written
    public static void main(String... arguments) throws IOException {
        var options = BenchmarkOptions.parse(OPTIONS, arguments);
        int threads = options.number("threads", Runtime.getRuntime().availableProcessors());
        List<String> contenders = options.list("contenders", "libtorch,libtorch-fastest");
        List<String> workloads = options.list("workloads",
                "minilm/16x128/0,minilm/16x128/0.1,bert-base/16x128/0,bert-base/16x128/0.1");

        var turns = new TrainingTurns(options.number("rounds", 7), threads);
        var results = new ArrayList<Comparison>();
        for (String workload : workloads) {
            results.add(turns.run(TrainingWorkload.parse(workload, threads), contenders));
            IO.print(results.getLast().text());
        }
        IO.println("peak resident memory of this process: " + Machine.peakResidentMebibytes() + " MiB");
        Optional<Path> output = options.path("output");
        if (output.isPresent()) {
            ComparisonFile.write(output.get(), ABOUT, results);
        }
    }
}
