package dev.lathe.train.tune;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.evaluate.Standing;
import dev.lathe.train.evaluate.text.FixedPoint;
import dev.lathe.train.evaluate.text.ScoreJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The trials of a search as people and programs read them. It holds no times: the same search has the same bytes.
///
/// @param result of a search with one trial at least
public record SearchTable(SearchResult result) {
    /// A line a trial, the best one marked with a star.
    public String toText() {
        String score = standing().map(standing -> standing.headline().name()).orElse("score");
        int wide = Math.max(score.length(), "failed".length());
        var text = new StringBuilder(String.format(Locale.ROOT, "  trial  %" + wide + "s  %8s  setting\n", score, "loss"));
        for (Trial trial : result.trials()) {
            text.append(String.format(Locale.ROOT, "%s %5d  %" + wide + "s  %8s  %s%s\n",
                    isBest(trial) ? "*" : " ", trial.number(),
                    trial.standing().map(standing -> FixedPoint.of(standing.headline().value(), 4)).orElse("failed"),
                    trial.standing().map(standing -> FixedPoint.of(standing.loss(), 4)).orElse("-"), trial.setting(),
                    trial.rung() > 0 ? " (rung " + trial.rung() + ")" : ""));
        }
        return text.toString();
    }

    /// As RFC 4180 has it, with lines that end in `\n`.
    public byte[] toCsv() {
        List<String> options = List.copyOf(result.trials().getFirst().setting().words().keySet());
        var csv = new StringBuilder(row(Stream.concat(Stream.of("trial", "rung", "score", "value", "loss", "failure"), options.stream())));
        for (Trial trial : result.trials()) {
            csv.append(row(Stream.concat(
                    Stream.of(Integer.toString(trial.number()), Integer.toString(trial.rung()),
                            trial.standing().map(standing -> standing.headline().key()).orElse(""),
                            trial.standing().map(standing -> Double.toString(standing.headline().value())).orElse(""),
                            trial.standing().map(standing -> Double.toString(standing.loss())).orElse(""), trial.failure()),
                    options.stream().map(option -> trial.setting().words().getOrDefault(option, "")))));
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String row(Stream<String> cells) {
        return cells.map(cell -> cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell)
                .collect(Collectors.joining(",")) + "\n";
    }

    /// An object with the `best` trial's number and all `trials`.
    public byte[] toJson() throws IOException {
        return JsonWriter.object(JsonLayout.FIELDS, json -> {
            if (result.best().isPresent()) {
                json.writeNumberField("best", result.best().get().number());
            }
            json.writeArrayFieldStart("trials");
            for (Trial trial : result.trials()) {
                json.writeStartObject();
                write(trial, json);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void write(Trial trial, JsonGenerator json) throws IOException {
        json.writeNumberField("trial", trial.number());
        json.writeNumberField("rung", trial.rung());
        JsonWriter.object(json, "setting", inside -> {
            for (Map.Entry<String, String> word : trial.setting().words().entrySet()) {
                inside.writeStringField(word.getKey(), word.getValue());
            }
        });
        if (trial.standing().isPresent()) {
            json.writeStringField("score", trial.standing().get().headline().key());
            ScoreJson.write(json, "value", trial.standing().get().headline().value());
            ScoreJson.write(json, "loss", trial.standing().get().loss());
        } else {
            json.writeStringField("failure", trial.failure());
        }
    }

    private Optional<Standing> standing() {
        return result.trials().stream().flatMap(trial -> trial.standing().stream()).findFirst();
    }

    private boolean isBest(Trial trial) {
        return result.best().isPresent() && result.best().get().number() == trial.number();
    }
}
