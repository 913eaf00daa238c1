package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonFile;
import dev.lathe.bert.checkpoint.file.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The probability from which on each label counts as true, of a model that gives texts any number of labels: `thresholds.json`
/// beside the weights, `{"sport": 0.31, "music": 0.5}`.
///
/// @param byLabel 0 to 1; a label that is not there has the usual one
public record LabelThresholds(SequencedMap<String, Double> byLabel) {
    /// The file's name.
    public static final String NAME = "thresholds.json";
    /// Of a model that has none.
    public static final LabelThresholds NONE = new LabelThresholds(new LinkedHashMap<>());

    public LabelThresholds {
        byLabel = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byLabel));
    }

    /// Those of a model's directory, or [#NONE].
    ///
    /// @param labels the model's
    /// @throws CheckpointException if the file is broken, or names a label that the model has not
    public static LabelThresholds read(Path directory, List<String> labels) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return NONE;
        }
        JsonObject json = JsonObject.read(file, 1 << 20);
        var thresholds = new LinkedHashMap<String, Double>();
        for (String label : json.keys()) {
            double value = json.real(label).orElse(Double.NaN);
            if (!(value >= 0 && value <= 1)) {
                throw json.problem(label, value + " where 0 to 1 is needed");
            }
            if (!labels.contains(label)) {
                throw json.problem(label, "no label of the model");
            }
            thresholds.put(label, value);
        }
        return new LabelThresholds(thresholds);
    }

    public void write(Path directory) throws IOException {
        JsonFile.write(directory.resolve(NAME), json -> {
            json.writeStartObject();
            for (Map.Entry<String, Double> one : byLabel.entrySet()) {
                json.writeNumberField(one.getKey(), one.getValue());
            }
            json.writeEndObject();
        });
    }
}
