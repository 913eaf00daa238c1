package dev.lathe.train.perturb;

import dev.lathe.bert.checkpoint.file.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What words may be replaced by: a JSON object of lists, `{"good": ["fine", "great"]}`.
///
/// @param byWord words in lower case
public record Synonyms(Map<String, List<String>> byWord) {
    private static final long MOST_BYTES = 64 << 20;

    public Synonyms {
        byWord = Map.copyOf(byWord);
    }

    /// @throws dev.lathe.bert.checkpoint.file.CheckpointException if it is no such file
    public static Synonyms read(Path file) throws IOException {
        JsonObject json = JsonObject.read(file, MOST_BYTES);
        var byWord = new LinkedHashMap<String, List<String>>();
        for (String word : json.keys()) {
            byWord.put(word.toLowerCase(Locale.ROOT), json.texts(word));
        }
        return new Synonyms(byWord);
    }

    /// Those of a word, with a capital where it has one; none if it is not known.
    public List<String> of(String word) {
        List<String> known = byWord.getOrDefault(word.toLowerCase(Locale.ROOT), List.of());
        boolean capital = !word.isEmpty() && Character.isUpperCase(word.codePointAt(0));
        return capital ? known.stream().map(Synonyms::capitalised).toList() : known;
    }

    static String capitalised(String word) {
        if (word.isEmpty()) {
            return word;
        }
        int first = word.offsetByCodePoints(0, 1);
        return word.substring(0, first).toUpperCase(Locale.ROOT) + word.substring(first);
    }
}
