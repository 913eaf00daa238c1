package dev.lathe.bert.checkpoint.onnx;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.ProtobufMessage;
import dev.lathe.bert.checkpoint.onnx.OnnxTensor.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads one `TensorProto`; numbers of fields are those of onnx.proto. No value is loaded.
final class OnnxTensorReader {
    private static final int MAX_AXES = 16;
    private static final int MAX_DIGITS = 18;

    private final ProtobufMessage message;
    private final List<Long> dimensions = new ArrayList<>();
    private Place place = new Place.Bytes(0, 0);
    private String name = "";
    private int dataType;
    private boolean external;
    private int lists;
    private String location = "";
    private long offset;
    private long length = -1;

    private OnnxTensorReader(ProtobufMessage message) {
        this.message = message;
    }

    static OnnxTensor read(ProtobufMessage message) throws IOException {
        return new OnnxTensorReader(message).read();
    }

    private OnnxTensor read() throws IOException {
        while (message.next()) {
            switch (message.field()) {
                case 1 -> readDimensions();
                case 2 -> dataType = (int) message.varint();
                case 4, 10 -> list(false);
                case 5, 7, 11 -> list(true);
                case 6 -> place = new Place.Scattered();
                case 8 -> name = message.text();
                case 9 -> {
                    ProtobufMessage.Span raw = message.span();
                    place = new Place.Bytes(raw.start(), raw.length());
                }
                case 13 -> readExternal(message.message());
                case 14 -> external = message.varint() != 0;
                default -> {
                    // skipped: segment, documentation
                }
            }
        }
        if (external || !location.isEmpty()) {
            place = new Place.External(location, offset, length);
        }
        return new OnnxTensor(name, dimensions, dataType, place);
    }

    /// Lists are packed by every writer that knows onnx.proto; one in several parts has no place of its own.
    private void list(boolean varints) throws IOException {
        if (message.isLengthDelimited() && ++lists == 1) {
            ProtobufMessage.Span packed = message.span();
            place = varints
                    ? new Place.Varints(packed.start(), packed.length())
                    : new Place.Bytes(packed.start(), packed.length());
        } else {
            place = new Place.Scattered();
        }
    }

    /// A `StringStringEntryProto`: `location`, `offset`, `length`, and others that are not needed.
    private void readExternal(ProtobufMessage entry) throws IOException {
        String key = "";
        String value = "";
        while (entry.next()) {
            switch (entry.field()) {
                case 1 -> key = entry.text();
                case 2 -> value = entry.text();
                default -> {
                    // skipped: there is no other
                }
            }
        }
        switch (key) {
            case "location" -> location = value;
            case "offset" -> offset = number(key, value);
            case "length" -> length = number(key, value);
            default -> {
                // skipped: checksum
            }
        }
    }

    private long number(String key, String value) throws CheckpointException {
        if (value.isEmpty() || value.length() > MAX_DIGITS || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw message.problem("external data with " + key + " '" + value + "'");
        }
        return Long.parseLong(value);
    }

    /// Dimensions come one by one or packed, as the writer liked.
    private void readDimensions() throws IOException {
        if (message.isLengthDelimited()) {
            ProtobufMessage packed = message.message();
            while (packed.hasMoreVarints()) {
                addDimension(packed.packedVarint());
            }
        } else {
            addDimension(message.varint());
        }
    }

    private void addDimension(long dimension) throws CheckpointException {
        if (dimensions.size() == MAX_AXES) {
            throw message.problem("tensor with more than " + MAX_AXES + " axes");
        }
        dimensions.add(dimension);
    }
}
