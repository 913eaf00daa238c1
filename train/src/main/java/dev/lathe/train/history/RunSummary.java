package dev.lathe.train.history;

import dev.lathe.train.output.OutputException;
import dev.lathe.train.output.TrainingRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// A finished run: what it was started with, how good its model is, and what it took.
///
/// @param name that of its directory
/// @param settings what decides the result, by name, as text: the task, the base model, the seed, all options, and the hash of each data
///     file
/// @param evaluated what the scores are of: the set, its examples, what they were drawn by, and the hash of their file
/// @param scores by their key, `loss` among them
/// @param cost what it took, by name: seconds, bytes, counts; without those of which nothing is written
public record RunSummary(
        String name, SequencedMap<String, String> settings, String evaluated, SequencedMap<String, Score> scores,
        SequencedMap<String, Double> cost) {
    private static final String REPORT = "report.json";

    /// A score, and its interval if it has one.
    public record Score(double value, OptionalDouble low, OptionalDouble high) {}

    /// Reads a model directory.
    ///
    /// @throws OutputException if it is none that a fine-tuning has written, or a file of it is broken
    public static RunSummary read(Path directory) throws IOException {
        for (String file : List.of(TrainingRecord.NAME, REPORT)) {
            if (!Files.isRegularFile(directory.resolve(file))) {
                throw new OutputException(directory + ": no " + file + ", so not what a finished fine-tuning has written");
            }
        }
        JsonValues record = JsonValues.ofFile(directory.resolve(TrainingRecord.NAME));
        JsonValues report = JsonValues.ofFile(directory.resolve(REPORT));
        String split = report.text("split");
        return new RunSummary(
                String.valueOf(directory.toAbsolutePath().normalize().getFileName()), settings(record),
                "%s, %d examples%s, %s".formatted(
                        split, (long) report.real("examples"), setAside(record, split), record.object("data").object(split).text("sha256")),
                scores(report), cost(record.object("run")));
    }

    /// How they were drawn, if they are a share of the training data.
    private static String setAside(JsonValues record, String split) {
        JsonValues options = record.object("options");
        if (!options.has(split + "-fraction")) {
            return "";
        }
        return " set aside by seed %s%s%s".formatted(
                options.has("split-seed") ? options.text("split-seed") : record.text("seed"), options.has("stratify") ? ", stratified" : "",
                options.has("group-column") ? ", in groups" : "");
    }

    private static SequencedMap<String, String> settings(JsonValues record) {
        var settings = new LinkedHashMap<String, String>();
        for (String key : List.of("task", "base_model", "seed")) {
            settings.put(key, record.text(key));
        }
        JsonValues options = record.object("options");
        options.fields().keySet().stream().filter(options::has).forEach(name -> settings.put(name, options.text(name)));
        JsonValues data = record.object("data");
        data.fields().keySet().forEach(split -> settings.put(split, "%s (%s…)".formatted(
                data.object(split).text("file"), data.object(split).text("sha256").replaceFirst("^(.{8}).*", "$1"))));
        return settings;
    }

    /// Those with intervals first.
    private static SequencedMap<String, Score> scores(JsonValues report) {
        var scores = new LinkedHashMap<String, Score>();
        JsonValues intervals = report.object("intervals");
        for (String key : intervals.fields().keySet()) {
            JsonValues one = intervals.object(key);
            scores.put(key, new Score(one.real("score"), OptionalDouble.of(one.real("low")), OptionalDouble.of(one.real("high"))));
        }
        report.fields().forEach((key, value) -> {
            if (value instanceof Number number && !key.equals("examples")) {
                scores.putIfAbsent(key, new Score(number.doubleValue(), OptionalDouble.empty(), OptionalDouble.empty()));
            }
        });
        return scores;
    }

    private static SequencedMap<String, Double> cost(JsonValues run) {
        var cost = new LinkedHashMap<String, Double>();
        run.fields().forEach((name, value) -> {
            if (value instanceof Number number && !name.equals("begun_with_epochs")) {
                cost.put(name, number.doubleValue());
            }
        });
        return cost;
    }

    /// All keys of some maps, each once, in the order in which they are first met.
    static List<String> keys(List<? extends SequencedMap<String, ?>> maps) {
        var keys = new ArrayList<String>();
        maps.forEach(map -> map.keySet().stream().filter(key -> !keys.contains(key)).forEach(keys::add));
        return keys;
    }
}
