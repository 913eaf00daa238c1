package dev.lathe.serve.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonFault;
import dev.lathe.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The fields of a request's JSON, each asked for as what it must be. Fields that nobody asks for are no fault: clients send what
/// other servers know. One that is `null` counts as absent.
public final class Fields {
    /// Fields that a message names, and as many characters of each.
    private static final int SHOWN = 3;
    private static final int LONGEST = 20;

    private final Map<String, @Nullable Object> values;

    private Fields(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /// @throws HttpProblem if the bytes are no UTF-8, no JSON, deeper than [JsonReader#DEPTH], or no object
    public static Fields of(byte[] bytes) {
        try (JsonParser json = JsonReader.SMALL.parser(decoded(bytes))) {
            JsonToken first = json.nextToken();
            if (first == null) {
                throw new HttpProblem(Fault.MALFORMED, "body: empty; needs JSON");
            }
            if (first != JsonToken.START_OBJECT) {
                throw HttpProblem.invalid("body: no object");
            }
            var fields = new Fields(JsonReader.object(json));
            if (json.nextToken() != null) {
                throw new HttpProblem(Fault.MALFORMED, "body: more behind the object");
            }
            return fields;
        } catch (JacksonException e) {
            throw new HttpProblem(Fault.MALFORMED, "body: " + JsonFault.of(e).sentence());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new HttpProblem(Fault.MALFORMED, "body: not UTF-8");
        }
    }

    /// The value as [JsonReader#value] reads it; empty if absent.
    public Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public boolean has(String name) {
        return values.get(name) != null;
    }

    /// The same with every text in them changed, however deep, but those of some fields of the object itself.
    public Fields mapped(UnaryOperator<String> change, Set<String> but) {
        var changed = new LinkedHashMap<String, @Nullable Object>();
        values.forEach((name, value) -> changed.put(name, but.contains(name) ? value : changed(value, change)));
        return new Fields(changed);
    }

    private static @Nullable Object changed(@Nullable Object value, UnaryOperator<String> change) {
        return switch (value) {
            case String text -> change.apply(text);
            case List<?> list -> {
                var items = new ArrayList<@Nullable Object>();
                list.forEach(item -> items.add(changed(item, change)));
                yield items;
            }
            case Map<?, ?> map -> {
                var fields = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((name, inner) -> fields.put(String.valueOf(name), changed(inner, change)));
                yield fields;
            }
            case null, default -> value;
        };
    }

    /// @throws HttpProblem if there is none
    public Object required(String name) {
        return value(name).orElseThrow(() -> HttpProblem.invalid(name + (values.containsKey(name) ? ": null" : ": missing" + others())));
    }

    /// What there is where something is missing: it may have another name.
    private String others() {
        List<String> there = values.keySet().stream().limit(SHOWN).map(name -> "'" + name.substring(0, Math.min(name.length(), LONGEST)) + "'").toList();
        return there.isEmpty() ? "" : "; the body has " + String.join(", ", there);
    }

    public Optional<String> text(String name) {
        return value(name).map(value -> asText(name, value));
    }

    public String requiredText(String name) {
        return asText(name, required(name));
    }

    public boolean truth(String name, boolean otherwise) {
        return switch (values.get(name)) {
            case null -> otherwise;
            case Boolean truth -> truth;
            default -> throw HttpProblem.invalid(name + ": must be true or false");
        };
    }

    /// A whole number.
    ///
    /// @param least the smallest that is taken
    public OptionalInt number(String name, int least) {
        return switch (values.get(name)) {
            case null -> OptionalInt.empty();
            case Integer number when number >= least -> OptionalInt.of(number);
            default -> throw HttpProblem.invalid("%s: must be a whole number of at least %d".formatted(name, least));
        };
    }

    /// A number, whole or not.
    public Optional<Double> real(String name) {
        return value(name).map(value -> {
            if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
                return number.doubleValue();
            }
            throw HttpProblem.invalid(name + ": must be a number");
        });
    }

    /// An object inside.
    public Fields object(String name) {
        return of(name, required(name));
    }

    /// @param name what messages call it
    /// @throws HttpProblem if the value is no object
    public static Fields of(String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Fields(JsonReader.fields(map));
        }
        throw HttpProblem.invalid(name + ": must be an object");
    }

    /// @throws HttpProblem if the value is no list
    public static List<?> list(String name, @Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw HttpProblem.invalid(name + ": must be a list");
    }

    /// @throws HttpProblem if the value is no text
    public static String asText(String name, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw HttpProblem.invalid(name + ": must be a text");
    }
}
