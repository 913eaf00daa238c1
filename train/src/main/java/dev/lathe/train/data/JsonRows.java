package dev.lathe.train.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the objects of a JSONL file, one a line.
///
/// Keys that nobody asked for may hold anything, up to a nesting of 64.
final class JsonRows {

    private static final int MAX_NESTING = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
            .build();

    private final TextColumns columns;

    private JsonRows(TextColumns columns) {
        this.columns = columns;
    }

    /// All examples of the file, in its order.
    static List<TextExample> read(Path file, StrictUtf8Reader in, TextColumns columns) throws IOException {
        JsonRows rows = new JsonRows(columns);
        BufferedReader lines = new BufferedReader(in);
        List<TextExample> examples = new ArrayList<>();
        long lineNumber = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                examples.add(rows.example(new SourceLine(file, lineNumber), line));
            }
            in.startRow(++lineNumber);
        }
        return examples;
    }

    private TextExample example(SourceLine source, String line) throws IOException {
        Map<String, @Nullable String> values = values(source, line);
        String text = values.get(columns.text());
        String pair = values.get(columns.pair());
        String label = columns.labelled() ? values.get(columns.label()) : TextExample.UNLABELLED;
        if (text == null) {
            throw missing(source, columns.text(), values);
        }
        if (label == null) {
            throw missing(source, columns.label(), values);
        }
        if (pair == null && columns.pairRequired()) {
            throw missing(source, columns.pair(), values);
        }
        return new TextExample(source, text, pair, label);
    }

    /// Every key in its order; a value only for the columns that are asked for, `null` for JSON's null.
    private Map<String, @Nullable String> values(SourceLine source, String line) throws IOException {
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw source.error("a JSON object is wanted, not " + article(json.currentToken()));
            }
            Map<String, @Nullable String> values = new LinkedHashMap<>();
            for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                json.nextToken();
                values.put(key, value(source, key, json));
            }
            if (json.nextToken() != null) {
                throw source.error("something follows the JSON object");
            }
            return values;
        } catch (StreamConstraintsException e) {
            throw source.error("JSON nested deeper than " + MAX_NESTING + ", or a number or key without end");
        } catch (JsonEOFException e) {
            throw source.error("not JSON: the line ends inside a value");
        } catch (JsonProcessingException e) {
            throw source.error("not JSON: %s (column %d)".formatted(
                    e.getOriginalMessage().replaceAll("\\R", " "), e.getLocation().getColumnNr()));
        }
    }

    private @Nullable String value(SourceLine source, String key, JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        boolean isLabel = columns.labelled() && key.equals(columns.label());
        if (!isLabel && !key.equals(columns.text()) && !key.equals(columns.pair())) {
            json.skipChildren();
            return null;
        }
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.VALUE_STRING || (isLabel && token == JsonToken.VALUE_NUMBER_INT)) {
            return json.getText();
        }
        throw source.error("%s is %s, not a string%s".formatted(
                QuotedNames.of(key), article(token), isLabel ? " or an integer" : ""));
    }

    private static DataException missing(SourceLine source, String key, Map<String, @Nullable String> values) {
        return source.error(values.containsKey(key)
                ? QuotedNames.of(key) + " is null"
                : "no " + QuotedNames.of(key) + "; the keys are " + QuotedNames.of(values.keySet()));
    }

    private static String article(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a real number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException(token + " begins no JSON value");
        };
    }
}
