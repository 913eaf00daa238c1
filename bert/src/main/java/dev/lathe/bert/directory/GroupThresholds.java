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
import java.util.Optional;
import java.util.SequencedMap;

/// The probability from which on a classifier gives its positive label, by whose text it is: `group_thresholds.json` beside the
/// weights, `{"column": "sex", "positive": "hired", "thresholds": {"female": 0.41, "male": 0.58}}`.
///
/// Source: Hardt et al., 2016, section 3.1, without their random decisions.
///
/// @param column of the data, which says whose text it is
/// @param positive the label
/// @param byGroup 0 or more; above 1 nobody of the group is given the label
public record GroupThresholds(String column, String positive, SequencedMap<String, Double> byGroup) {
    /// The file's name.
    public static final String NAME = "group_thresholds.json";

    private static final String COLUMN = "column";
    private static final String POSITIVE = "positive";
    private static final String THRESHOLDS = "thresholds";

    public GroupThresholds {
        byGroup = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byGroup));
    }

    /// Those of a model's directory, if it has some.
    ///
    /// @param labels the model's
    /// @throws CheckpointException if the file is broken, or names a label that the model has not
    public static Optional<GroupThresholds> read(Path directory, List<String> labels) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonObject json = JsonObject.read(file, 1 << 20);
        String positive = json.text(POSITIVE).orElseThrow(() -> json.problem(POSITIVE, "missing"));
        if (!labels.contains(positive)) {
            throw json.problem(POSITIVE, "'" + positive + "' is no label of the model");
        }
        JsonObject thresholds = json.requiredObject(THRESHOLDS);
        var byGroup = new LinkedHashMap<String, Double>();
        for (String group : thresholds.keys()) {
            double value = thresholds.real(group).orElse(Double.NaN);
            if (!(value >= 0) || Double.isInfinite(value)) {
                throw json.problem(THRESHOLDS, "'" + group + "': " + value + " where 0 or more is needed");
            }
            byGroup.put(group, value);
        }
        return Optional.of(new GroupThresholds(
                json.text(COLUMN).orElseThrow(() -> json.problem(COLUMN, "missing")), positive, byGroup));
    }

    public void write(Path directory) throws IOException {
        JsonFile.write(directory.resolve(NAME), json -> {
            json.writeStartObject();
            json.writeStringField(COLUMN, column);
            json.writeStringField(POSITIVE, positive);
            json.writeObjectFieldStart(THRESHOLDS);
            for (Map.Entry<String, Double> one : byGroup.entrySet()) {
                json.writeNumberField(one.getKey(), one.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /// That of a group.
    ///
    /// @throws IllegalArgumentException if there is none
    public double of(String group) {
        Double value = byGroup.get(group);
        if (value == null) {
            throw new IllegalArgumentException("group '%s': the model has thresholds for '%s' only".formatted(
                    group, String.join("', '", byGroup.keySet())));
        }
        return value;
    }

    /// The number of the label that a text is given: the positive one if it is probable enough for its group, else the most probable of
    /// the others.
    ///
    /// @param probabilities of the model's labels
    /// @throws IllegalArgumentException if there is no threshold for the group
    public int choose(double[] probabilities, List<String> labels, String group) {
        int selected = labels.indexOf(positive);
        if (probabilities[selected] >= of(group)) {
            return selected;
        }
        int best = selected == 0 ? 1 : 0;
        for (int i = 0; i < probabilities.length; i++) {
            best = i != selected && probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }
}
