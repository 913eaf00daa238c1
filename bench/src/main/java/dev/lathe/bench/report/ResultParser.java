package dev.lathe.bench.report;

import dev.lathe.bench.Spread;
import dev.lathe.bench.report.Measurement.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Understands what the programs of the bench write. Only rounds are read: medians and ratios follow from them.
///
/// | field | written by |
/// |---|---|
/// | `comparisons` of `entrants` | all programs that let engines take turns |
/// | `comparisons` of `texts` | the tokenizer's benchmark |
/// | `workloads` | training steps and kernels, before they wrote comparisons |
/// | `processes` | the comparison of peak memory |
final class ResultParser {

    private final Origin origin;

    private ResultParser(Origin origin) {
        this.origin = origin;
    }

    /// All measurements of a file, at least one.
    ///
    /// @throws IOException if it cannot be read
    /// @throws IllegalArgumentException if it is not a result file, naming what is missing
    static List<Measurement> read(Path file) throws IOException {
        JsonField root = JsonField.read(file);
        var parser = new ResultParser(origin(file.getFileName().toString(), root.at("machine")));
        if (root.has("processes")) {
            return List.of(parser.memory(root));
        }
        if (root.has("workloads")) {
            return parser.each(root.at("workloads"), parser::workload);
        }
        return parser.each(root.at("comparisons"), comparison ->
                comparison.has("texts") ? parser.tokenizing(comparison) : parser.comparison(comparison));
    }

    private static Origin origin(String file, JsonField machine) {
        // Files from before there was a word about it come from a machine with AVX-512.
        String vectors = machine.has("vectors") ? machine.at("vectors").text() : Origin.AVX_512;
        return new Origin(file, machine.at("cpu").text(), vectors, (int) machine.at("cores").number(), machine.at("jdk").text(),
                machine.at("commit").text(), machine.at("date").text());
    }

    /// One measurement of a file.
    @FunctionalInterface
    private interface Part {
        Measurement of(JsonField field);
    }

    private List<Measurement> each(JsonField list, Part part) {
        List<Measurement> measurements = list.elements().stream().map(part::of).toList();
        if (measurements.isEmpty()) {
            throw new IllegalArgumentException(origin.file() + ": nothing was measured");
        }
        return measurements;
    }

    private Measurement comparison(JsonField field) {
        return inRounds(field, field.at("work").text(), names(field.at("entrants")));
    }

    private Measurement workload(JsonField field) {
        return inRounds(field, field.at("workload").text(), names(field.at("contenders")));
    }

    private Measurement inRounds(JsonField field, String work, List<String> engines) {
        double gigaflop = field.has("gigaflop") ? field.at("gigaflop").number() : 0;
        List<JsonField> rounds = field.at("rounds").elements();
        double peak = Spread.of(rounds.stream().mapToDouble(round -> round.at("peakGigaflops").number()).toArray()).median();
        return new Measurement(origin, work, (int) field.at("threads").number(), Unit.SECONDS, gigaflop, peak, engines,
                rounds.stream().map(round -> round.at("seconds").numbers()).toList());
    }

    private Measurement tokenizing(JsonField field) {
        return new Measurement(origin, "tokenizing, " + field.at("texts").text(), 1, Unit.SECONDS, 0, 0,
                names(field.at("contenders")),
                field.at("secondsByRound").elements().stream().map(JsonField::numbers).toList());
    }

    /// A process's peak does not depend on who ran before; rounds are formed all the same.
    private Measurement memory(JsonField root) {
        List<JsonField> processes = root.at("processes").elements();
        List<double[]> values = processes.stream().map(process -> process.at("peakResidentMiB").numbers()).toList();
        var rounds = new ArrayList<double[]>();
        for (int round = 0; round < values.getFirst().length; round++) {
            int index = round;
            rounds.add(IntStream.range(0, values.size()).mapToDouble(process -> values.get(process)[index]).toArray());
        }
        return new Measurement(origin, "memory, " + root.at("workload").text(), origin.cores(), Unit.MEBIBYTES, 0, 0,
                names(root.at("processes")), rounds);
    }

    private static List<String> names(JsonField engines) {
        return engines.elements().stream().map(engine -> engine.at("name").text()).toList();
    }
}
