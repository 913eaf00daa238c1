package dev.lathe.trust.anonymise;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.data.rows.JsonRows;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.trust.anonymise.RawRow.Cell;
import dev.lathe.trust.anonymise.RawRow.Column;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Finds the fields of a JSONL file.
final class RawJson {
    private final String file;
    private final String text;
    private final LinkedHashSet<String> names = new LinkedHashSet<>();

    RawJson(String file, String text) {
        this.file = file;
        this.text = text;
    }

    RawRows rows() {
        var rows = new ArrayList<RawRow>();
        int start = text.startsWith("\uFEFF") ? 1 : 0;
        String head = text.substring(0, start);
        long line = 1;
        while (start < text.length()) {
            int end = lineEnd(start);
            String raw = text.substring(start, end);
            rows.add(raw.isBlank() ? new RawRow(line, raw, Map.of()) : row(line, raw));
            start = end;
            line++;
        }
        return new RawRows(head, List.copyOf(names), rows, RawJson::spelt);
    }

    /// Behind the end of the line.
    private int lineEnd(int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        if (at + 1 < text.length() && text.charAt(at) == '\r' && text.charAt(at + 1) == '\n') {
            at++;
        }
        return Math.min(text.length(), at + 1);
    }

    private RawRow row(long line, String raw) {
        var source = new SourceLine(Path.of(file), line);
        var columns = new LinkedHashMap<String, Column>();
        try (JsonParser json = JsonRows.READER.parser(raw)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw source.error("a JSON object is wanted");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                columns.put(name, column(json));
                names.add(name);
            }
            if (json.nextToken() != null) {
                throw source.error("something follows the JSON object");
            }
        } catch (JacksonException broken) {
            throw JsonRows.broken(source, broken, "the line");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new RawRow(line, raw, columns);
    }

    private static Column column(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            var cells = new ArrayList<Cell>();
            boolean texts = true;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() == JsonToken.VALUE_STRING) {
                    cells.add(cell(json));
                } else {
                    texts = false;
                    json.skipChildren();
                }
            }
            return texts ? new Column.Texts(List.copyOf(cells)) : new Column.Other();
        }
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return new Column.Nothing();
        }
        if (json.currentToken().isScalarValue()) {
            return new Column.One(cell(json));
        }
        json.skipChildren();
        return new Column.Other();
    }

    /// The parser stands behind a value once it has been asked for it.
    private static Cell cell(JsonParser json) throws IOException {
        int start = (int) json.currentTokenLocation().getCharOffset();
        String value = json.getText();
        json.finishToken();
        return new Cell(start, (int) json.currentLocation().getCharOffset(), value);
    }

    private static String spelt(String value) {
        try {
            return new String(JsonWriter.bytes(JsonLayout.LINE, json -> json.writeString(value)), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
