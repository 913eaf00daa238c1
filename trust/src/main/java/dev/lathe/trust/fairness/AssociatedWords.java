package dev.lathe.trust.fairness;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Two sets of words and two of attributes: which set is nearer to which attributes is the question.
///
/// A file of them is a JSON object, `{"targets": {"flowers": ["rose", …], "insects": […]}, "attributes": {"pleasant": […],
/// "unpleasant": […]}, "templates": ["This is a {}."]}`.
///
/// @param targets two sets of as many words by their names
/// @param attributes two sets by their names
/// @param templates sentences with `{}` where the word goes; `{}` alone for the words themselves
public record AssociatedWords(
        SequencedMap<String, List<String>> targets, SequencedMap<String, List<String>> attributes, List<String> templates) {
    private static final long MOST_BYTES = 1 << 20;
    private static final String SLOT = "{}";

    /// @throws CheckpointException if it is no such file
    public static AssociatedWords read(Path file) throws IOException {
        JsonObject json = JsonObject.read(file, MOST_BYTES);
        SequencedMap<String, List<String>> targets = sets(json, "targets");
        if (targets.firstEntry().getValue().size() != targets.lastEntry().getValue().size()) {
            throw json.problem("targets", "'%s' has %d words, '%s' %d; needs as many".formatted(
                    targets.firstEntry().getKey(), targets.firstEntry().getValue().size(),
                    targets.lastEntry().getKey(), targets.lastEntry().getValue().size()));
        }
        List<String> templates = json.keys().contains("templates") ? json.texts("templates") : List.of(SLOT);
        for (String template : templates) {
            if (!template.contains(SLOT)) {
                throw json.problem("templates", "'" + template + "' has no {}");
            }
        }
        return new AssociatedWords(targets, sets(json, "attributes"), templates);
    }

    private static SequencedMap<String, List<String>> sets(JsonObject json, String key) throws CheckpointException {
        JsonObject object = json.requiredObject(key);
        var sets = new LinkedHashMap<String, List<String>>();
        for (String name : object.keys()) {
            List<String> words = object.texts(name);
            if (words.size() < 2) {
                throw json.problem(key, "'" + name + "' has fewer than two words");
            }
            sets.put(name, words);
        }
        if (sets.size() != 2) {
            throw json.problem(key, sets.size() + " sets where two are needed");
        }
        return sets;
    }

    /// Each word in each template.
    public List<String> texts(List<String> words) {
        return words.stream().flatMap(word -> templates.stream().map(template -> template.replace(SLOT, word))).toList();
    }
}
