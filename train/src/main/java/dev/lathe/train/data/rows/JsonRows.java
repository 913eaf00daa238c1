package dev.lathe.train.data.rows;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonFault;
import dev.lathe.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the objects of a JSONL file, one a line.
///
/// Keys that nobody asked for may hold anything, up to a nesting of 64, and the NaN and Infinity that Python's `json` writes.
///
/// @param <E> what is made of an object
public final class JsonRows<E> implements RowSource<E> {

    public static final JsonReader READER = JsonReader.ofPython(JsonReader.DEPTH);

    private final Path file;
    private final StrictUtf8Reader in;
    private final BufferedReader lines;
    private final RowColumns columns;
    private final Function<? super JsonRow, E> example;
    private long lineNumber;
    private boolean begun;

    private JsonRows(Path file, StrictUtf8Reader in, RowColumns columns, Function<? super JsonRow, E> example) {
        this.file = file;
        this.in = in;
        this.lines = new BufferedReader(in);
        this.columns = columns;
        this.example = example;
    }

    /// The objects of a file one after another.
    public static <E> RowSource<E> open(Path file, StrictUtf8Reader in, RowColumns columns, Function<? super JsonRow, E> example) {
        return new JsonRows<>(file, in, columns, example);
    }

    /// All examples of the file, in its order.
    public static <E> List<E> read(Path file, StrictUtf8Reader in, RowColumns columns, Function<? super JsonRow, E> example)
            throws IOException {
        return open(file, in, columns, example).all();
    }

    @Override
    public @Nullable E next() throws IOException {
        while (true) {
            in.startRow(++lineNumber);
            String line = lines.readLine();
            if (line == null) {
                return null;
            }
            if (!line.isBlank()) {
                refuseOneList(line);
                return example.apply(row(new SourceLine(file, lineNumber), line, columns));
            }
        }
    }

    @Override
    public boolean isReady() throws IOException {
        return lines.ready();
    }

    /// A list over the whole file is not the rows that it holds, and its first line says nothing of that.
    private void refuseOneList(String line) {
        if (!begun && line.stripLeading().startsWith("[")) {
            throw new SourceLine(file, lineNumber).error("a JSON list; needs its objects a line each, as \"jq -c '.[]'\" writes them");
        }
        begun = true;
    }

    private static JsonRow row(SourceLine source, String line, RowColumns columns) throws IOException {
        try (JsonParser json = READER.parser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw source.error("a JSON object is wanted, not " + JsonValue.read(json).article());
            }
            Optional<String> id = Optional.empty();
            SequencedMap<String, JsonValue> values = new LinkedHashMap<>();
            for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                json.nextToken();
                boolean isId = key.equals(columns.layout().idColumn());
                if (isId && json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
                    id = Optional.of(json.getText());
                }
                if (columns.holds(key)) {
                    values.put(key, JsonValue.read(json));
                } else {
                    json.skipChildren();
                    values.put(key, JsonValue.Other.NULL);
                }
            }
            if (isFollowed(json)) {
                throw source.error("something follows the JSON object; a line holds one, without a comma");
            }
            if (columns.layout().id().isPresent() && id.isEmpty()) {
                throw source.error("no " + QuotedNames.of(columns.layout().idColumn()) + "; the keys are " + QuotedNames.of(values.keySet()));
            }
            return new JsonRow(new SourceLine(source.file(), source.line(), id), "", values);
        } catch (JacksonException e) {
            throw broken(source, e, "the line");
        }
    }

    private static boolean isFollowed(JsonParser json) throws IOException {
        try {
            return json.nextToken() != null;
        } catch (JacksonException none) {
            return true;
        }
    }

    /// What is wrong with JSON that the parser refuses.
    ///
    /// @param whole what ends too early if the JSON does
    public static DataException broken(SourceLine source, JacksonException refused, String whole) {
        JsonFault fault = JsonFault.of(refused);
        return source.error(switch (fault.kind()) {
            case BEYOND_BOUNDS -> "JSON nested deeper than " + JsonReader.DEPTH + ", or a number or key without end";
            case CUT_SHORT -> "not JSON: " + whole + " ends inside a value";
            case MALFORMED -> "not JSON: %s (column %d)".formatted(fault.said(), fault.column());
        });
    }
}
