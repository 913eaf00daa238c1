package dev.lathe.bert.checkpoint.file;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import dev.lathe.json.JsonFault;
import dev.lathe.json.JsonReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One of the small JSON files that lie beside a model's weights, with look-ups that name file and key when they fail.
///
/// A key whose value is `null` counts as absent, as it does for the Python libraries that write these files.
public final class JsonObject {
    private final String file;
    private final String path;
    private final Map<String, @Nullable Object> values;

    private JsonObject(String file, String path, Map<String, @Nullable Object> values) {
        this.file = file;
        this.path = path;
        this.values = values;
    }

    /// Reads a file that holds one JSON object.
    ///
    /// @param maxBytes what the file may take; parsed text takes several times as much memory
    /// @throws CheckpointException when there is no such file, it is larger, or it does not hold one JSON object
    public static JsonObject read(Path path, long maxBytes) throws IOException {
        String file = String.valueOf(path.getFileName());
        if (readRoot(path, maxBytes) instanceof Map<?, ?> map) {
            return new JsonObject(file, "", JsonReader.fields(map));
        }
        throw new CheckpointException(file, "not a JSON object");
    }

    /// Reads a file that holds one JSON array of objects.
    ///
    /// @param maxBytes what the file may take; parsed text takes several times as much memory
    /// @throws CheckpointException when there is no such file, it is larger, or it does not hold such an array
    public static List<JsonObject> readArray(Path path, long maxBytes) throws IOException {
        String file = String.valueOf(path.getFileName());
        if (!(readRoot(path, maxBytes) instanceof List<?> elements)) {
            throw new CheckpointException(file, "not a JSON array");
        }
        return new JsonObject(file, "", Map.of("", elements)).objects("");
    }

    private static @Nullable Object readRoot(Path path, long maxBytes) throws IOException {
        String file = String.valueOf(path.getFileName());
        try (BoundedFile bounded = BoundedFile.openText(path)) {
            if (bounded.length() > maxBytes) {
                throw new CheckpointException(file, bounded.length() + " bytes: at most " + maxBytes + " are read");
            }
            var bytes = new FileSliceStream(bounded, 0, bounded.length());
            try (JsonParser json =
                    JsonReader.SMALL.parser(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()))) {
                if (json.nextToken() == null) {
                    throw new CheckpointException(file, "empty");
                }
                Object root = JsonReader.value(json);
                if (json.nextToken() != null) {
                    throw new CheckpointException(file, "text after the JSON value");
                }
                return root;
            }
        } catch (JacksonException malformed) {
            throw new CheckpointException(file, JsonFault.of(malformed).sentence(), malformed);
        } catch (CharacterCodingException malformed) {
            throw new CheckpointException(file, "not UTF-8", malformed);
        }
    }

    /// The object that somebody has read of a file.
    ///
    /// @param file its name
    public static JsonObject of(String file, Map<String, @Nullable Object> values) {
        return new JsonObject(file, "", values);
    }

    /// All values by their keys, in the order of the file: maps, lists, strings, numbers, booleans and `null`.
    public Map<String, @Nullable Object> values() {
        return Collections.unmodifiableMap(values);
    }

    /// Name of the file this comes from.
    public String file() {
        return file;
    }

    /// All keys, in the order of the file.
    public Set<String> keys() {
        return values.keySet();
    }

    /// The text under a key, if there is one.
    public Optional<String> text(String key) throws CheckpointException {
        return find(key, String.class, "a string");
    }

    /// The text, number or truth value under a key, if there is one, as Python writes it.
    public Optional<String> scalar(String key) throws CheckpointException {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            case Number number -> Optional.of(number.toString());
            case Boolean truth -> Optional.of(truth ? "True" : "False");
            default -> throw problem(key, "not a string or a number");
        };
    }

    /// The truth value under a key, if there is one.
    public Optional<Boolean> truth(String key) throws CheckpointException {
        return find(key, Boolean.class, "true or false");
    }

    /// The number under a key, if there is one.
    public Optional<Double> real(String key) throws CheckpointException {
        return find(key, Number.class, "a number").map(Number::doubleValue);
    }

    /// The integer under a key, if there is one.
    ///
    /// @throws CheckpointException when it is no integer or leaves the range of `int`
    public Optional<Integer> integer(String key) throws CheckpointException {
        var number = find(key, Number.class, "an integer");
        if (number.isPresent() && !(number.get() instanceof Integer)) {
            throw problem(key, number.get() + " where an integer below 2147483648 is needed");
        }
        return number.map(Number::intValue);
    }

    /// The integer under a key that must be there.
    public int requiredInteger(String key) throws CheckpointException {
        return integer(key).orElseThrow(() -> absent(key));
    }

    /// The object under a key, if there is one.
    public Optional<JsonObject> object(String key) throws CheckpointException {
        var found = find(key, Map.class, "an object");
        return found.map(map -> new JsonObject(file, path + key + ".", JsonReader.fields(map)));
    }

    /// The object under a key that must be there.
    public JsonObject requiredObject(String key) throws CheckpointException {
        return object(key).orElseThrow(() -> absent(key));
    }

    /// The texts in the array under a key; none when there is no such key.
    public List<String> texts(String key) throws CheckpointException {
        var texts = new ArrayList<String>();
        for (Object element : find(key, List.class, "an array").orElse(List.of())) {
            if (!(element instanceof String text)) {
                throw problem(key, "an array of strings is needed");
            }
            texts.add(text);
        }
        return texts;
    }

    /// The text under a key, or the texts of an array there; none when there is no such key.
    public List<String> textOrTexts(String key) throws CheckpointException {
        return values.get(key) instanceof String text ? List.of(text) : texts(key);
    }

    /// The objects in the array under a key; none when there is no such key.
    public List<JsonObject> objects(String key) throws CheckpointException {
        var objects = new ArrayList<JsonObject>();
        for (Object element : find(key, List.class, "an array").orElse(List.of())) {
            if (!(element instanceof Map<?, ?> map)) {
                throw problem(key, "an array of objects is needed");
            }
            objects.add(new JsonObject(file, path + key + "[" + objects.size() + "].", JsonReader.fields(map)));
        }
        return objects;
    }

    /// A complaint about the value under a key.
    public CheckpointException problem(String key, String what) {
        return new CheckpointException(file, "'" + path + key + "': " + what);
    }

    private CheckpointException absent(String key) {
        return new CheckpointException(file, "no '" + path + key + "'");
    }

    private <T> Optional<T> find(String key, Class<T> type, String wanted) throws CheckpointException {
        Object value = values.get(key);
        if (value != null && !type.isInstance(value)) {
            throw problem(key, "not " + wanted);
        }
        return Optional.ofNullable(type.cast(value));
    }
}
