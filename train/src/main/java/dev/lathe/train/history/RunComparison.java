package dev.lathe.train.history;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.evaluate.text.FixedPoint;
import dev.lathe.train.evaluate.text.ScoreJson;
import dev.lathe.train.evaluate.text.ShortNumber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Runs side by side: the settings that differ, the scores, what each took.
///
/// @param runs one or more
public record RunComparison(List<RunSummary> runs) {
    private static final String NONE = "-";
    private static final int DIGITS = 4;
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    /// A line of the table.
    ///
    /// @param group `settings`, `scores` or `cost`
    /// @param cells one of each run
    public record Row(String group, String name, List<String> cells) {}

    public RunComparison {
        runs = List.copyOf(runs);
    }

    /// All lines, without a heading.
    public List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (String name : differing()) {
            rows.add(row("settings", name, run -> ShortNumber.of(run.settings().getOrDefault(name, NONE))));
        }
        for (String name : RunSummary.keys(runs.stream().map(RunSummary::scores).toList())) {
            rows.add(row("scores", name, run -> Optional.ofNullable(run.scores().get(name)).map(RunComparison::words).orElse(NONE)));
        }
        for (String name : RunSummary.keys(runs.stream().map(RunSummary::cost).toList())) {
            rows.add(row("cost", words(name), run -> Optional.ofNullable(run.cost().get(name)).map(value -> words(name, value)).orElse(NONE)));
        }
        return rows;
    }

    private Row row(String group, String name, Function<RunSummary, String> cell) {
        // A name of a file or column may hold what moves a terminal's cursor.
        return new Row(group, name, runs.stream().map(cell).map(text -> text.replaceAll("\\p{Cntrl}", " ")).toList());
    }

    /// The settings that are not the same in all runs.
    public List<String> differing() {
        return RunSummary.keys(runs.stream().map(RunSummary::settings).toList()).stream()
                .filter(name -> runs.stream().map(run -> run.settings().getOrDefault(name, NONE)).distinct().count() > 1).toList();
    }

    /// What must be known of the scores before they are held against each other; empty if nothing.
    public Optional<String> doubt() {
        return runs.stream().map(RunSummary::evaluated).distinct().count() > 1
                ? Optional.of("the scores are not of the same data: " + String.join("; ", runs.stream()
                        .map(run -> run.name() + " of " + run.evaluated().replaceFirst("([0-9a-f]{8})[0-9a-f]*$", "$1…")).toList()))
                : Optional.empty();
    }

    private static String words(RunSummary.Score score) {
        String value = FixedPoint.of(score.value(), DIGITS);
        return score.low().isEmpty() || score.high().isEmpty() ? value : "%s (%s to %s)".formatted(value,
                FixedPoint.of(score.low().getAsDouble(), DIGITS), FixedPoint.of(score.high().getAsDouble(), DIGITS));
    }

    private static String words(String cost) {
        return cost.replaceFirst("_bytes$", "_MiB").replaceFirst("^seconds$", "time").replaceFirst("_seconds$", "_time").replace('_', ' ');
    }

    private static String words(String cost, double value) {
        if (cost.endsWith("seconds")) {
            return String.format(Locale.ROOT, "%.1f s", value);
        }
        return String.format(Locale.ROOT, "%,.0f", cost.endsWith("_bytes") ? value / BYTES_PER_MEBIBYTE : value);
    }

    /// The table as people read it on a terminal.
    ///
    /// @return lines that end in `\n`
    public String toText() {
        var rows = new ArrayList<Row>(List.of(new Row("", "", runs.stream().map(run -> run.name().replaceAll("\\p{Cntrl}", " ")).toList())));
        rows.addAll(rows());
        int names = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        var widths = new int[runs.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.cells().get(i).length());
            }
        });
        var text = new StringBuilder();
        String group = "";
        for (Row row : rows) {
            text.append(row.group().equals(group) ? "" : "\n");
            group = row.group();
            var line = new StringBuilder(padded(row.name(), names));
            for (int i = 0; i < widths.length; i++) {
                line.append("  ").append(padded(row.cells().get(i), widths[i]));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /// The same for programs: an object with `runs`, each with `name`, `settings`, `evaluated`, `scores` and `cost`; `differing`; and
    /// `doubt` if there is one.
    public byte[] toJson() throws IOException {
        return JsonWriter.object(JsonLayout.FIELDS, json -> {
            json.writeArrayFieldStart("runs");
            for (RunSummary run : runs) {
                write(json, run);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("differing");
            for (String name : differing()) {
                json.writeString(name);
            }
            json.writeEndArray();
            if (doubt().isPresent()) {
                json.writeStringField("doubt", doubt().get());
            }
        });
    }

    private static void write(JsonGenerator json, RunSummary run) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", run.name());
        json.writeObjectFieldStart("settings");
        for (Map.Entry<String, String> setting : run.settings().entrySet()) {
            json.writeStringField(setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
        json.writeStringField("evaluated", run.evaluated());
        json.writeObjectFieldStart("scores");
        for (Map.Entry<String, RunSummary.Score> score : run.scores().entrySet()) {
            json.writeObjectFieldStart(score.getKey());
            ScoreJson.write(json, "value", score.getValue().value());
            if (score.getValue().low().isPresent() && score.getValue().high().isPresent()) {
                ScoreJson.write(json, "low", score.getValue().low().getAsDouble());
                ScoreJson.write(json, "high", score.getValue().high().getAsDouble());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("cost");
        for (Map.Entry<String, Double> cost : run.cost().entrySet()) {
            ScoreJson.write(json, cost.getKey(), cost.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
