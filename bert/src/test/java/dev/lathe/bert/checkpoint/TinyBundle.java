package dev.lathe.bert.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes small TensorFlow checkpoints, sound or not.
public final class TinyBundle {
    public static final int F32 = 1;
    public static final int I64 = 9;

    private final Map<String, byte[]> values = new TreeMap<>();
    private final List<ByteArrayOutputStream> shards = new ArrayList<>();
    private ProtobufBytes header = new ProtobufBytes();

    public TinyBundle() {
        this(1);
    }

    public TinyBundle(int shardCount) {
        for (int i = 0; i < shardCount; i++) {
            shards.add(new ByteArrayOutputStream());
        }
        header.number(1, shardCount).message(3, new ProtobufBytes().number(1, 1));
    }

    public TinyBundle header(ProtobufBytes other) {
        header = other;
        return this;
    }

    /// Adds a variable of floats to the data file whose turn it is.
    public TinyBundle variable(String name, float[] floats, int... shape) {
        return variable(name, F32, OnnxBytes.floats(floats), shape);
    }

    public TinyBundle variable(String name, int dataType, byte[] bytes, int... shape) {
        int shard = values.size() % shards.size();
        int offset = shards.get(shard).size();
        shards.get(shard).writeBytes(bytes);
        return entry(name, entry(dataType, shard, offset, bytes, shape));
    }

    public TinyBundle entry(String name, ProtobufBytes entry) {
        values.put(name, entry.toBytes());
        return this;
    }

    public static ProtobufBytes entry(int dataType, int shard, long offset, byte[] bytes, int... shape) {
        var dimensions = new ProtobufBytes();
        for (int size : shape) {
            dimensions.message(2, new ProtobufBytes().number(1, size));
        }
        var entry = new ProtobufBytes().number(1, dataType).message(2, dimensions);
        if (shard > 0) {
            entry.number(3, shard);
        }
        if (offset > 0) {
            entry.number(4, offset);
        }
        byte[] crc = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(TableBytes.maskedCrc(bytes)).array();
        return entry.number(5, bytes.length).varint(6 << 3 | 5).raw(crc[0], crc[1], crc[2], crc[3]);
    }

    public byte[] index() {
        var all = new LinkedHashMap<String, byte[]>(values);
        all.put("", header.toBytes());
        return TableBytes.of(all);
    }

    public byte[] data(int shard) {
        return shards.get(shard).toByteArray();
    }

    /// Writes all files and gives back their common beginning.
    public Path store(Path prefix) throws IOException {
        Files.createDirectories(prefix.toAbsolutePath().getParent());
        Files.write(prefix.resolveSibling(prefix.getFileName() + ".index"), index());
        for (int i = 0; i < shards.size(); i++) {
            Files.write(shard(prefix, i), data(i));
        }
        return prefix;
    }

    public Path shard(Path prefix, int shard) {
        return prefix.resolveSibling("%s.data-%05d-of-%05d".formatted(prefix.getFileName(), shard, shards.size()));
    }
}
