package dev.lathe.bert.checkpoint.safetensors;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.bert.checkpoint.PlacedTensor;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.FileSliceStream;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.json.JsonFault;
import dev.lathe.json.JsonReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the JSON of a safetensors header as a stream; a header that lies costs no more memory than its own size.
final class SafetensorsHeaderParser {
    private static final String METADATA = "__metadata__";
    private static final int MAX_TENSORS = 100_000;
    private static final int MAX_AXES = 16;

    private final BoundedFile file;
    private final long headerBytes;
    private final List<PlacedTensor> tensors = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    SafetensorsHeaderParser(BoundedFile file, long headerBytes) {
        this.file = file;
        this.headerBytes = headerBytes;
    }

    List<PlacedTensor> tensors() {
        return tensors;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    void parse() throws IOException {
        var bytes = new FileSliceStream(file, SafetensorsHeader.LENGTH_BYTES, headerBytes);
        // A decoder that reports: replaced characters could make two names equal or hide a broken file.
        var text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
        try (JsonParser json = JsonReader.SMALL.parser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw problem("not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                expect(json.nextToken(), JsonToken.START_OBJECT, "'" + name + "'");
                if (name.equals(METADATA)) {
                    readMetadata(json);
                } else {
                    tensors.add(readTensor(json, name));
                }
                if (tensors.size() > MAX_TENSORS) {
                    throw problem("more than " + MAX_TENSORS + " tensors");
                }
            }
            if (json.nextToken() != null) {
                throw problem("text after the JSON object");
            }
        } catch (JacksonException malformed) {
            throw new CheckpointException(
                    file.name(), "header: " + JsonFault.of(malformed).sentence(), malformed);
        } catch (CharacterCodingException malformed) {
            throw new CheckpointException(file.name(), "header: not UTF-8", malformed);
        }
    }

    private void readMetadata(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            expect(json.nextToken(), JsonToken.VALUE_STRING, METADATA + " '" + key + "'");
            metadata.put(key, json.getText());
        }
    }

    private PlacedTensor readTensor(JsonParser json, String name) throws IOException {
        String type = "";
        List<Long> shape = List.of();
        List<Long> offsets = List.of();
        boolean shaped = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            switch (key) {
                case "dtype" -> {
                    expect(value, JsonToken.VALUE_STRING, "'" + name + "' dtype");
                    type = json.getText();
                }
                case "shape" -> {
                    shape = readNumbers(json, name, key);
                    shaped = true;
                }
                case "data_offsets" -> offsets = readNumbers(json, name, key);
                default -> json.skipChildren();
            }
        }
        if (type.isEmpty() || !shaped || offsets.size() != 2) {
            throw problem("'" + name + "' needs dtype, shape and two data_offsets");
        }
        return placed(name, type, shape, offsets);
    }

    private List<Long> readNumbers(JsonParser json, String name, String key) throws IOException {
        expect(json.currentToken(), JsonToken.START_ARRAY, "'" + name + "' " + key);
        var numbers = new ArrayList<Long>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, "'" + name + "' " + key);
            if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER || json.getLongValue() < 0) {
                throw problem("'" + name + "' " + key + ": " + json.getText());
            }
            if (numbers.size() == MAX_AXES) {
                throw problem("'" + name + "' " + key + ": more than " + MAX_AXES + " numbers");
            }
            numbers.add(json.getLongValue());
        }
        return numbers;
    }

    private PlacedTensor placed(String name, String typeName, List<Long> shape, List<Long> offsets)
            throws CheckpointException {
        StoredType type = StoredType.named(typeName)
                .orElseThrow(() -> problem("'" + name + "' has dtype '" + typeName + "', which is not known"));
        TensorEntry entry;
        try {
            entry = new TensorEntry(name, type, shape.stream().map(Math::toIntExact).toList());
        } catch (ArithmeticException tooLarge) {
            throw new CheckpointException(
                    file.name(), "header: '" + name + "' has shape " + shape + ": too large", tooLarge);
        }
        long begin = offsets.get(0);
        long end = offsets.get(1);
        if (begin > end || end - begin != entry.bytes()) {
            throw problem("'" + name + "' " + typeName + " " + entry.shapeText() + " takes " + entry.bytes()
                    + " bytes: data_offsets are " + begin + " to " + end);
        }
        return new PlacedTensor(entry, begin, end);
    }

    private void expect(JsonToken found, JsonToken wanted, String where) throws CheckpointException {
        if (found != wanted) {
            throw problem(where + ": " + describe(found) + " where " + describe(wanted)
                    + " is needed");
        }
    }

    private CheckpointException problem(String what) {
        return new CheckpointException(file.name(), "header: " + what);
    }

    /// A token in the words of JSON.
    private static String describe(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "the end";
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case FIELD_NAME -> "a key";
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "nothing";
        };
    }
}
