package dev.lathe.trust.fairness;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Sentences with `{}` where a name goes, and the names of two groups.
///
/// @param templates two or more
/// @param names two sets by the groups' names, each with one name or more
public record NameTemplates(List<String> templates, SequencedMap<String, List<String>> names) {
    private static final long MOST_BYTES = 1 << 20;
    private static final String SLOT = "{}";

    public NameTemplates {
        templates = List.copyOf(templates);
    }

    /// @param templates a sentence a line; empty lines are passed over
    /// @param names a JSON object, `{"women": ["Ann", …], "men": ["Tom", …]}`
    /// @throws CheckpointException if they are no such files
    public static NameTemplates read(Path templates, Path names) throws IOException {
        List<String> sentences = Files.readAllLines(templates).stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
        for (String sentence : sentences) {
            if (!sentence.contains(SLOT)) {
                throw new CheckpointException(templates.toString(), "'" + sentence + "' has no {}");
            }
        }
        if (sentences.size() < 2) {
            throw new CheckpointException(templates.toString(), "%d sentences where two or more are needed".formatted(sentences.size()));
        }
        JsonObject json = JsonObject.read(names, MOST_BYTES);
        var sets = new LinkedHashMap<String, List<String>>();
        for (String group : json.keys()) {
            List<String> all = json.texts(group);
            if (all.isEmpty()) {
                throw json.problem(group, "no names");
            }
            sets.put(group, all);
        }
        if (sets.size() != 2) {
            throw new CheckpointException(names.toString(), sets.size() + " groups where two are needed");
        }
        return new NameTemplates(sentences, sets);
    }

    /// Each name of a group in a template.
    public List<String> texts(String template, List<String> group) {
        return group.stream().map(name -> template.replace(SLOT, name)).toList();
    }
}
