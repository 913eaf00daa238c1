package dev.lathe.train.perturb;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Words that stand for one group of people, and what stands for another in their place: a JSON object, `{"he": "she", "uncle": "aunt"}`.
///
/// A pair goes both ways, unless the other way has an entry of its own: `{"his": "her", "her": "his"}`. Of several pairs that end in one word
/// it goes back by the first.
///
/// Source: Lu et al., 2020, section 4 (counterfactual data augmentation); Zhao et al., 2018, section 3.
///
/// @param byWord words in lower case, both ways
public record WordSwaps(Map<String, String> byWord) {
    private static final long MOST_BYTES = 1 << 20;

    public WordSwaps {
        byWord = Map.copyOf(byWord);
    }

    /// @throws CheckpointException if it is no such file
    public static WordSwaps read(Path file) throws IOException {
        JsonObject json = JsonObject.read(file, MOST_BYTES);
        var byWord = new LinkedHashMap<String, String>();
        for (String word : json.keys()) {
            String other = json.text(word).orElse("");
            if (word.isBlank() || !oneWord(word) || !oneWord(other) || word.equalsIgnoreCase(other)) {
                throw json.problem(word, "'" + other + "' where another single word is needed");
            }
            byWord.put(word.toLowerCase(Locale.ROOT), other);
        }
        if (byWord.isEmpty()) {
            throw new CheckpointException(file.toString(), "no words to swap");
        }
        new LinkedHashMap<>(byWord).forEach((word, other) -> byWord.putIfAbsent(other.toLowerCase(Locale.ROOT), word));
        return new WordSwaps(byWord);
    }

    private static boolean oneWord(String text) {
        return SplitText.of(text).words().equals(List.of(text));
    }

    /// What stands in a word's place, with a capital where it has one; empty if nothing does.
    public Optional<String> of(String word) {
        return Optional.ofNullable(byWord.get(word.toLowerCase(Locale.ROOT)))
                .map(other -> Character.isUpperCase(word.codePointAt(0)) ? Synonyms.capitalised(other) : other);
    }
}
