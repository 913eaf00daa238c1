package dev.lathe.bert.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/// Writes LevelDB-style tables: several blocks, keys with what they share with the one before.
public final class TableBytes {
    private static final int KEYS_PER_BLOCK = 5;
    private static final int RESTART_INTERVAL = 3;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static byte[] of(Map<String, byte[]> values) {
        return new TableBytes().table(values);
    }

    public static int maskedCrc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    private byte[] table(Map<String, byte[]> values) {
        var index = new ArrayList<Map.Entry<String, byte[]>>();
        var sorted = values.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
        for (int first = 0; first < sorted.size(); first += KEYS_PER_BLOCK) {
            var some = sorted.subList(first, Math.min(first + KEYS_PER_BLOCK, sorted.size()));
            index.add(Map.entry(some.getLast().getKey(), block(some)));
        }
        byte[] metaindex = block(List.of());
        byte[] footer = new ProtobufBytes().raw(unsigned(metaindex)).raw(unsigned(block(index))).toBytes();
        var end = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN).put(footer);
        out.writeBytes(end.putLong(40, 0xdb4775248b80fb57L).array());
        return out.toByteArray();
    }

    private static int[] unsigned(byte[] bytes) {
        var values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i];
        }
        return values;
    }

    /// Writes a block and gives back the handle that finds it.
    private byte[] block(List<Map.Entry<String, byte[]>> entries) {
        var block = new ProtobufBytes();
        var restarts = new ArrayList<Integer>();
        String before = "";
        for (int i = 0; i < entries.size(); i++) {
            String key = entries.get(i).getKey();
            if (i % RESTART_INTERVAL == 0) {
                restarts.add(block.toBytes().length);
                before = "";
            }
            int shared = 0;
            while (shared < Math.min(before.length(), key.length()) && before.charAt(shared) == key.charAt(shared)) {
                shared++;
            }
            byte[] added = key.substring(shared).getBytes(StandardCharsets.ISO_8859_1);
            byte[] value = entries.get(i).getValue();
            block.varint(shared).varint(added.length).varint(value.length).raw(unsigned(added)).raw(unsigned(value));
            before = key;
        }
        if (restarts.isEmpty()) {
            restarts.add(0);
        }
        restarts.add(restarts.size());
        var tail = ByteBuffer.allocate(restarts.size() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        restarts.forEach(tail::putInt);
        byte[] content = block.raw(unsigned(tail.array())).toBytes();
        byte[] typed = new ProtobufBytes().raw(unsigned(content)).raw(0).toBytes();
        byte[] handle = new ProtobufBytes().varint(out.size()).varint(content.length).toBytes();
        out.writeBytes(typed);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(maskedCrc(typed)).array());
        return handle;
    }
}
