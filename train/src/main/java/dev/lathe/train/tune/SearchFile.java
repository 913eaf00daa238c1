package dev.lathe.train.tune;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonFault;
import dev.lathe.json.JsonReader;
import dev.lathe.train.output.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file that says what is to be searched: `options`, which are the same in every trial, and `space`, which are not.
///
/// @param options fixed values by the options' names
/// @param space the others'
public record SearchFile(Map<String, String> options, SearchSpace space) {
    public SearchFile {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /// @throws OutputException naming the file and what of it is wrong
    /// @throws IOException if it can't be read
    public static SearchFile read(Path file) throws IOException {
        try (var in = Files.newInputStream(file); JsonParser json = JsonReader.SMALL.parser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no JSON object");
            }
            Map<String, @Nullable Object> fields = JsonReader.object(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("more than one JSON object");
            }
            return of(fields);
        } catch (JacksonException broken) {
            throw new OutputException(file + ": " + JsonFault.of(broken).sentence());
        } catch (IllegalArgumentException wrong) {
            throw new OutputException(file + ": " + wrong.getMessage());
        }
    }

    private static SearchFile of(Map<String, @Nullable Object> fields) {
        for (String name : fields.keySet()) {
            if (!name.equals("options") && !name.equals("space")) {
                throw new IllegalArgumentException("'%s': is neither 'options' nor 'space'".formatted(name));
            }
        }
        var options = new LinkedHashMap<String, String>();
        object("options", fields.get("options")).forEach((name, value) -> options.put(name, word("'options." + name + "'", value)));
        var dimensions = new LinkedHashMap<String, Distribution>();
        object("space", fields.get("space")).forEach((name, value) -> {
            if (options.containsKey(name)) {
                throw new IllegalArgumentException("'%s': is in 'options' and in 'space'".formatted(name));
            }
            dimensions.put(name, distribution("space." + name, value));
        });
        return new SearchFile(options, new SearchSpace(dimensions));
    }

    private static Map<String, @Nullable Object> object(String name, @Nullable Object value) {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("'%s': needs an object".formatted(name));
        }
        return JsonReader.fields(fields);
    }

    private static Distribution distribution(String name, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> fields) || fields.size() != 1
                || !(fields.values().iterator().next() instanceof List<?> values)) {
            throw new IllegalArgumentException(
                    "'%s': needs one of {\"choice\": [...]}, {\"uniform\": [low, high]}, {\"log-uniform\": [low, high]}, {\"int\": [low, high]}"
                            .formatted(name));
        }
        String kind = String.valueOf(fields.keySet().iterator().next());
        try {
            return switch (kind) {
                case "choice" -> new Distribution.Choice(words(values));
                case "uniform" -> new Distribution.Uniform(bound(values, 0), bound(values, 1));
                case "log-uniform" -> new Distribution.LogUniform(bound(values, 0), bound(values, 1));
                case "int" -> new Distribution.Int(whole(values, 0), whole(values, 1));
                default -> throw new IllegalArgumentException(
                        "'%s': is none of choice, uniform, log-uniform, int".formatted(kind));
            };
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("'%s': %s".formatted(name, wrong.getMessage()), wrong);
        }
    }

    private static List<String> words(List<?> values) {
        var words = new ArrayList<String>();
        values.forEach(value -> words.add(word("choice " + values, value)));
        return words;
    }

    private static String word(String name, @Nullable Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new IllegalArgumentException(name + ": needs a text, a number, true or false");
    }

    private static double bound(List<?> values, int at) {
        if (values.size() != 2 || !(values.get(at) instanceof Number number)) {
            throw new IllegalArgumentException(values + ": needs two numbers, the lower and the upper bound");
        }
        return number.doubleValue();
    }

    private static long whole(List<?> values, int at) {
        double bound = bound(values, at);
        if (bound != StrictMath.rint(bound)) {
            throw new IllegalArgumentException("int %s: needs whole numbers".formatted(values));
        }
        return (long) bound;
    }
}
