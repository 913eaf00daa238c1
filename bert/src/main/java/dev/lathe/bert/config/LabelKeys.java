package dev.lathe.bert.config;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.bert.checkpoint.file.LegibleName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// The labels of a head in a `config.json`: `id2label` from number to name decides; `label2id` from name to number should
/// be its mirror, but is often left as it was when the labels were given their names.
final class LabelKeys {
    static final String NAMES = "id2label";
    static final String NUMBERS = "label2id";
    private static final String COUNT = "num_labels";
    /// What Hugging Face's classes have where the file says nothing, and why it then says nothing.
    private static final int USUAL_COUNT = 2;
    private static final int MOST = 1 << 20;

    private final JsonObject json;
    private final List<String> notices = new ArrayList<>();

    private LabelKeys(JsonObject json) {
        this.json = json;
    }

    /// What a file says of labels.
    ///
    /// @param names in order of their numbers, no two equal
    /// @param notices sentences about what does not fit together, each with the file's name in front
    record Labels(List<String> names, List<String> notices) {}

    /// The names in order of their numbers; of a file that has none `LABEL_0` and so on, as Python makes them.
    ///
    /// @param labelled whether the model has a head whose outputs are labels: two of them if nothing is said
    static Labels read(JsonObject json, boolean labelled) throws CheckpointException {
        var keys = new LabelKeys(json);
        List<String> names = keys.names(labelled);
        return new Labels(names, List.copyOf(keys.notices));
    }

    private List<String> names(boolean labelled) throws CheckpointException {
        Optional<JsonObject> names = json.object(NAMES);
        Optional<JsonObject> numbers = json.object(NUMBERS).filter(object -> !object.keys().isEmpty());
        Optional<Integer> count = json.integer(COUNT);
        if (names.isEmpty()) {
            if (numbers.isPresent() && labelled) {
                notice("'%s' without '%s' counts for nothing".formatted(NUMBERS, NAMES));
            }
            return unnamed(count.orElse(labelled ? USUAL_COUNT : 0));
        }
        List<String> stored = stored(names.get());
        if (count.isPresent() && count.get() != stored.size()) {
            notice("'%s' is %d, but '%s', which counts, has %d labels".formatted(COUNT, count.get(), NAMES, stored.size()));
        }
        if (numbers.isPresent()) {
            compare(stored, numbers.get());
        }
        return apart(stored);
    }

    private List<String> unnamed(int count) throws CheckpointException {
        if (count < 0 || count > MOST) {
            throw json.problem(COUNT, count + " labels");
        }
        return IntStream.range(0, count).mapToObj(i -> "LABEL_" + i).toList();
    }

    private List<String> stored(JsonObject names) throws CheckpointException {
        int count = names.keys().size();
        var labels = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            String key = Integer.toString(i);
            labels.add(names.scalar(key)
                    .orElseThrow(() -> json.problem(NAMES, count + " labels, but none numbered " + key)));
        }
        return labels;
    }

    /// Notices the first label of which the mirror says something else.
    private void compare(List<String> labels, JsonObject numbers) throws CheckpointException {
        Map<String, Integer> last = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            last.put(labels.get(i), i);
        }
        for (Map.Entry<String, Integer> label : last.entrySet()) {
            Optional<String> number = numbers.scalar(label.getKey());
            if (!number.equals(Optional.of(label.getValue().toString()))) {
                notice("'%s' has %s for '%s', but '%s', which counts, has %d".formatted(
                        NUMBERS, number.map(LegibleName::of).orElse("no number"), LegibleName.of(label.getKey()), NAMES,
                        label.getValue()));
                return;
            }
        }
        if (numbers.keys().size() != last.size()) {
            notice("'%s' has %d labels, but '%s', which counts, has %d".formatted(
                    NUMBERS, numbers.keys().size(), NAMES, last.size()));
        }
    }

    /// The same names, of which the second with an equal one before it has its number added.
    private List<String> apart(List<String> labels) {
        Map<String, Integer> first = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            first.putIfAbsent(labels.get(i), i);
        }
        var apart = new ArrayList<String>();
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.get(i);
            int earlier = first.get(label);
            if (earlier != i) {
                do {
                    label += "#" + i;
                } while (first.containsKey(label));
                first.put(label, i);
                notice("'%s' has '%s' for %d and %d; the second is called '%s' here".formatted(
                        NAMES, LegibleName.of(labels.get(i)), earlier, i, LegibleName.of(label)));
            }
            apart.add(label);
        }
        return apart;
    }

    private void notice(String what) {
        notices.add(json.file() + ": " + what);
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
