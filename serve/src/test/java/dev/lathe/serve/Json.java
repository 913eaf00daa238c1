package dev.lathe.serve;

import com.fasterxml.jackson.core.JsonParser;
import dev.lathe.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// What tests look for in an answer.
public final class Json {
    private Json() {}

    public static Object of(String text) {
        try (JsonParser json = JsonReader.ofPython(64).parser(text)) {
            json.nextToken();
            return JsonReader.value(json);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    /// What is found along fields and places.
    public static Object at(String text, Object... path) {
        Object found = of(text);
        for (Object step : path) {
            found = step instanceof Integer place ? ((List<?>) found).get(place) : ((Map<?, ?>) found).get(step);
        }
        return found;
    }

    public static float[] floats(Object list) {
        List<?> values = (List<?>) list;
        var floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = ((Number) values.get(i)).floatValue();
        }
        return floats;
    }
}
