package dev.lathe.bert;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.bert.checkpoint.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The labels of a head in a `config.json`: `id2label` from number to name, `label2id` from name to number.
final class LabelKeys {
    static final String NAMES = "id2label";
    static final String NUMBERS = "label2id";
    private static final String COUNT = "num_labels";

    private LabelKeys() {}

    /// The names in order of their numbers; of a file that has a count only, `LABEL_0` and so on, as Python makes them.
    static List<String> read(JsonObject json) throws CheckpointException {
        Optional<JsonObject> names = json.object(NAMES);
        if (names.isPresent()) {
            List<String> labels = readNames(json, names.get());
            Optional<JsonObject> numbers = json.object(NUMBERS);
            if (numbers.isPresent() && !numbers.get().keys().isEmpty()) {
                checkNumbers(json, labels, numbers.get());
            }
            return labels;
        }
        int count = json.integer(COUNT).orElse(0);
        if (count < 0 || count > 1 << 20) {
            throw json.problem(COUNT, count + " labels");
        }
        return IntStream.range(0, count).mapToObj(i -> "LABEL_" + i).toList();
    }

    private static List<String> readNames(JsonObject json, JsonObject names) throws CheckpointException {
        int count = names.keys().size();
        var labels = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            String key = Integer.toString(i);
            labels.add(names.text(key)
                    .orElseThrow(() -> json.problem(NAMES, count + " labels, but none numbered " + key)));
        }
        return labels;
    }

    private static void checkNumbers(JsonObject json, List<String> labels, JsonObject numbers)
            throws CheckpointException {
        if (numbers.keys().size() != labels.size()) {
            throw json.problem(NUMBERS, numbers.keys().size() + " labels: " + NAMES + " has " + labels.size());
        }
        for (int i = 0; i < labels.size(); i++) {
            int number = numbers.requiredInteger(labels.get(i));
            if (number != i) {
                throw json.problem(NUMBERS, "'" + labels.get(i) + "' is " + number + ": " + NAMES + " says " + i);
            }
        }
    }

    static void writeNames(JsonGenerator json, List<String> labels) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < labels.size(); i++) {
            json.writeStringField(Integer.toString(i), labels.get(i));
        }
        json.writeEndObject();
    }

    static void writeNumbers(JsonGenerator json, List<String> labels) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < labels.size(); i++) {
            json.writeNumberField(labels.get(i), i);
        }
        json.writeEndObject();
    }
}
