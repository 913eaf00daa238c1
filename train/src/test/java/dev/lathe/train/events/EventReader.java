package dev.lathe.train.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads event files from the description of their format, with nothing of what writes them.
public final class EventReader {
    /// The polynomial of CRC-32C, its lowest bit first.
    private static final int POLYNOMIAL = 0x82F63B78;

    private EventReader() {}

    /// @param fields of the message, by their number, each with all its values: a `Long`, a `Double`, a `Float` or bytes
    public record Message(Map<Integer, List<Object>> fields) {
        public boolean has(int field) {
            return fields.containsKey(field);
        }

        public long integer(int field) {
            return (Long) fields.getOrDefault(field, List.of(0L)).getLast();
        }

        public double real(int field) {
            return ((Number) fields.get(field).getLast()).doubleValue();
        }

        public String text(int field) {
            return new String((byte[]) fields.get(field).getLast(), StandardCharsets.UTF_8);
        }

        public Message message(int field) {
            return messages(field).getLast();
        }

        public List<Message> messages(int field) {
            return fields.getOrDefault(field, List.of()).stream().map(bytes -> parse(ByteBuffer.wrap((byte[]) bytes))).toList();
        }

        public double[] reals(int field) {
            ByteBuffer bytes = ByteBuffer.wrap((byte[]) fields.get(field).getLast()).order(ByteOrder.LITTLE_ENDIAN);
            var values = new double[bytes.remaining() / Double.BYTES];
            bytes.asDoubleBuffer().get(values);
            return values;
        }
    }

    /// The events of a file, their checksums held against their bytes.
    public static List<Message> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        var events = new ArrayList<Message>();
        while (bytes.hasRemaining()) {
            var head = new byte[Long.BYTES];
            bytes.get(bytes.position(), head);
            int length = (int) bytes.getLong();
            assertEquals(masked(head), bytes.getInt(), "checksum of the length");
            var content = new byte[length];
            bytes.get(content);
            assertEquals(masked(content), bytes.getInt(), "checksum of the content");
            events.add(parse(ByteBuffer.wrap(content)));
        }
        return events;
    }

    /// One message.
    static Message parsed(byte[] bytes) {
        return parse(ByteBuffer.wrap(bytes));
    }

    /// The summary values of all events of a folder, by tag, each with its step.
    public static Map<String, List<Map.Entry<Long, Message>>> values(Path folder) throws IOException {
        var values = new LinkedHashMap<String, List<Map.Entry<Long, Message>>>();
        for (Path file : EventFiles.all(folder)) {
            for (Message event : read(file)) {
                for (Message summary : event.messages(5)) {
                    summary.messages(1).forEach(value -> values.computeIfAbsent(value.text(1), _ -> new ArrayList<>())
                            .add(Map.entry(event.integer(2), value)));
                }
            }
        }
        return values;
    }

    private static int masked(byte[] bytes) {
        int crc = -1;
        for (byte one : bytes) {
            crc ^= one & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private static Message parse(ByteBuffer given) {
        ByteBuffer bytes = given.order(ByteOrder.LITTLE_ENDIAN);
        var fields = new LinkedHashMap<Integer, List<Object>>();
        while (bytes.hasRemaining()) {
            long tag = varint(bytes);
            Object value = switch ((int) (tag & 7)) {
                case 0 -> varint(bytes);
                case 1 -> bytes.getDouble();
                case 2 -> {
                    var inside = new byte[(int) varint(bytes)];
                    bytes.get(inside);
                    yield inside;
                }
                case 5 -> bytes.getFloat();
                default -> throw new AssertionError("wire type of tag " + tag);
            };
            fields.computeIfAbsent((int) (tag >>> 3), _ -> new ArrayList<>()).add(value);
        }
        return new Message(fields);
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
