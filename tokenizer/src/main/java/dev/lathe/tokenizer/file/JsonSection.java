package dev.lathe.tokenizer.file;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonFault;
import dev.lathe.json.JsonReader;
import dev.lathe.tokenizer.Excerpt;
import dev.lathe.tokenizer.TokenizerException;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An object in a JSON file, which knows where it stands and so can say what is wrong with it.
///
/// Its fields are read whole; large parts of a file are streamed with [#open] instead. A field that is
/// `null` counts as absent.
public final class JsonSection {
    private static final int MAX_DEPTH = 1000;
    private static final JsonReader READER = JsonReader.ofVocabularies(MAX_DEPTH);

    private final String place;
    private final Map<String, @Nullable Object> fields;

    private JsonSection(String place, Map<String, @Nullable Object> fields) {
        this.place = place;
        this.fields = fields;
    }

    /// What to do with an open file.
    public interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    /// Reads a file that holds one object; the parser stands at its start.
    public static <T> T open(Path file, Reading<T> reading) throws IOException {
        try (JsonParser parser = READER.parser(FileBytes.read(file))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new TokenizerException(file + ": is not a JSON object");
            }
            T result = reading.read(parser);
            if (parser.nextToken() != null) {
                throw new TokenizerException("%s: line %d: more after the end of the object"
                        .formatted(file, parser.currentLocation().getLineNr()));
            }
            return result;
        } catch (JacksonException e) {
            throw refused(file, JsonFault.of(e), e);
        } catch (CharConversionException e) {
            throw new TokenizerException("%s: broken text: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static TokenizerException refused(Path file, JsonFault fault, JacksonException cause) {
        int line = Math.max(1, fault.line());
        String what = switch (fault.kind()) {
            case CUT_SHORT -> "line %d: cut short: JSON ends inside a value".formatted(line);
            case BEYOND_BOUNDS -> "JSON in more than %d levels, or a name or number too long".formatted(MAX_DEPTH);
            case MALFORMED -> "line %d: broken JSON: %s".formatted(line, fault.said());
        };
        return new TokenizerException(file + ": " + what, cause);
    }

    /// A section without any field where there is no such file.
    public static JsonSection readIfThere(Path file) throws IOException {
        return Files.exists(file) ? read(file) : of(file.toString(), Map.of());
    }

    public static JsonSection read(Path file) throws IOException {
        return open(file, parser -> new JsonSection(file.toString(), JsonReader.object(parser)));
    }

    public static JsonSection of(String place, Map<String, @Nullable Object> fields) {
        return new JsonSection(place, fields);
    }

    /// All values by their keys, in the order of the file.
    public Map<String, @Nullable Object> fields() {
        return Collections.unmodifiableMap(fields);
    }

    public TokenizerException problem(String what) {
        return new TokenizerException(place + ": " + what);
    }

    Set<String> names() {
        return fields.keySet();
    }

    public boolean has(String name) {
        return fields.get(name) != null;
    }

    boolean isObject(String name) {
        return fields.get(name) instanceof Map;
    }

    boolean isString(String name) {
        return fields.get(name) instanceof String;
    }

    public String string(String name) {
        return find(name, String.class, "a string").orElseThrow(() -> missing(name));
    }

    public String string(String name, String absent) {
        return find(name, String.class, "a string").orElse(absent);
    }

    public boolean bool(String name, boolean absent) {
        return find(name, Boolean.class, "true or false").orElse(absent);
    }

    public int integer(String name) {
        return find(name, Integer.class, "an integer").orElseThrow(() -> missing(name));
    }

    public int integer(String name, int absent) {
        return find(name, Integer.class, "an integer").orElse(absent);
    }

    public JsonSection section(String name) {
        return findSection(name).orElseThrow(() -> missing(name));
    }

    public Optional<JsonSection> findSection(String name) {
        return find(name, Map.class, "an object").map(object -> new JsonSection(place + ": " + Excerpt.of(name), JsonReader.fields(object)));
    }

    /// A list of objects; empty where the field is absent.
    public List<JsonSection> sections(String name) {
        var sections = new ArrayList<JsonSection>();
        for (Object item : list(name)) {
            if (!(item instanceof Map<?, ?> object)) {
                throw problem("'%s' does not hold objects only".formatted(name));
            }
            sections.add(section(name, sections.size(), object));
        }
        return sections;
    }

    /// The object at a place of a list.
    JsonSection item(String name, int index) {
        if (list(name).get(index) instanceof Map<?, ?> object) {
            return section(name, index, object);
        }
        throw problem("%s[%d] is neither a string nor an object".formatted(name, index));
    }

    private JsonSection section(String name, int index, Map<?, ?> object) {
        return new JsonSection("%s: %s[%d]".formatted(place, name, index), JsonReader.fields(object));
    }

    List<?> list(String name) {
        return find(name, List.class, "a list").orElse(List.of());
    }

    private <T> Optional<T> find(String name, Class<T> type, String described) {
        Object value = fields.get(name);
        if (value != null && !type.isInstance(value)) {
            throw problem("'%s' is not %s".formatted(Excerpt.of(name), described));
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    private TokenizerException missing(String name) {
        return problem("no '%s'".formatted(Excerpt.of(name)));
    }
}
