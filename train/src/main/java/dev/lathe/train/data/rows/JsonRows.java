package dev.lathe.train.data.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the objects of a JSONL file, one a line.
///
/// Keys that nobody asked for may hold anything, up to a nesting of 64, and the NaN and Infinity that Python's `json` writes.
public final class JsonRows {

    static final int MAX_NESTING = 64;

    public static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
            .build();

    /// What the parser says of settings of its own, which users don't have.
    private static final Pattern ADVICE = Pattern.compile(
            ":? maybe a \\(non-standard\\) comment\\? \\(not recognized as one since Feature '[A-Z_]+' not enabled for parser\\)"
                    + "|: enable `[^`]*` to allow| \\(or 'NaN'/'\\+INF'/'-INF'\\)");

    private JsonRows() {
    }

    /// All examples of the file, in its order.
    public static <E> List<E> read(Path file, StrictUtf8Reader in, RowColumns columns, Function<? super JsonRow, E> example)
            throws IOException {
        BufferedReader lines = new BufferedReader(in);
        List<E> examples = new ArrayList<>();
        long lineNumber = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                examples.add(example.apply(row(new SourceLine(file, lineNumber), line, columns)));
            }
            in.startRow(++lineNumber);
        }
        return examples;
    }

    private static JsonRow row(SourceLine source, String line, RowColumns columns) throws IOException {
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw source.error("a JSON object is wanted, not " + JsonValue.read(json).article());
            }
            SequencedMap<String, JsonValue> values = new LinkedHashMap<>();
            for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                json.nextToken();
                if (columns.holds(key)) {
                    values.put(key, JsonValue.read(json));
                } else {
                    json.skipChildren();
                    values.put(key, JsonValue.Other.NULL);
                }
            }
            if (json.nextToken() != null) {
                throw source.error("something follows the JSON object");
            }
            return new JsonRow(source, "", values);
        } catch (JsonProcessingException e) {
            throw broken(source, e, "the line");
        }
    }

    /// What is wrong with JSON that the parser refuses.
    ///
    /// @param whole what ends too early if the JSON does
    public static DataException broken(SourceLine source, JsonProcessingException e, String whole) {
        if (e instanceof StreamConstraintsException) {
            return source.error("JSON nested deeper than " + MAX_NESTING + ", or a number or key without end");
        }
        if (e instanceof JsonEOFException) {
            return source.error("not JSON: " + whole + " ends inside a value");
        }
        return source.error("not JSON: %s (column %d)".formatted(
                ADVICE.matcher(e.getOriginalMessage().replaceAll("\\R", " ")).replaceAll(""), e.getLocation().getColumnNr()));
    }
}
