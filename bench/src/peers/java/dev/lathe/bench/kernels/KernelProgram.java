package dev.lathe.bench.kernels;

import dev.lathe.bench.peers.Comparison;
import dev.lathe.bench.peers.ComparisonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What the programs here have in common: their options, the order of things, a table and a file.
///
/// | option | meaning | default |
/// |---|---|---|
/// | `threads` | numbers of threads, comma between | `1,2` |
/// | `only` | workloads whose name contains this | all |
/// | `rounds` | turns that count | 7 |
/// | `millis` | length of a turn | 40 |
/// | `output` | result file | none: prints only |
final class KernelProgram {

    private static final String ABOUT = "Single kernels, each called again and again in its turn."
            + " Compared first: results, within what rounding explains.";

    private static final Set<String> OPTIONS = Set.of("threads", "only", "rounds", "millis", "output");

    private final Map<String, String> options = new HashMap<>();

    KernelProgram(String... arguments) {
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0 || !OPTIONS.contains(argument.substring(0, equals))) {
                throw new IllegalArgumentException(argument + ": options are name=value, with names " + OPTIONS);
            }
            options.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
    }

    void run(Stream<? extends Workload> all) throws IOException {
        String only = options.getOrDefault("only", "");
        List<? extends Workload> workloads = all.filter(workload -> workload.name().contains(only)).toList();
        var results = new ArrayList<Comparison>();
        for (String threads : options.getOrDefault("threads", "1,2").split(",")) {
            var turns = new KernelTurns(Integer.parseInt(threads),
                    Integer.parseInt(options.getOrDefault("rounds", "7")),
                    Integer.parseInt(options.getOrDefault("millis", "40")) / 1e3);
            workloads.forEach(turns::warmUp);
            for (Workload workload : workloads) {
                results.add(turns.run(workload));
                IO.print(results.getLast().text());
            }
        }
        RatioSummary.of(results).forEach(summary -> IO.print(summary.text()));
        if (options.containsKey("output")) {
            ComparisonFile.write(Path.of(options.get("output")), ABOUT, results);
        }
    }
}
