package dev.lathe.bert.checkpoint.safetensors;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.bert.checkpoint.torch.TorchFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A checkpoint whose tensors are spread over several files of one format, which an index file lists.
///
/// The index, such as `model.safetensors.index.json`, has a `weight_map` from a tensor's name to the file that holds it.
public final class ShardedCheckpoint implements Checkpoint {
    private static final long MAX_INDEX_BYTES = 1 << 24;
    private static final int MAX_SHARDS = 1_000;

    private final String file;
    private final ShardFormat format;
    private final Map<String, Checkpoint> shards = new LinkedHashMap<>();
    private final Map<String, Checkpoint> shardOf = new LinkedHashMap<>();

    private ShardedCheckpoint(JsonObject index, ShardFormat format) {
        this.file = index.file();
        this.format = format;
    }

    /// Opens an index of safetensors files and every file that it names; these lie beside it.
    ///
    /// @throws CheckpointException when the index or one of the files is broken, or they don't agree
    public static ShardedCheckpoint ofSafetensors(Path index) throws IOException {
        return open(index, new ShardFormat("safetensors", ".safetensors", SafetensorsFile::open));
    }

    /// Opens an index of PyTorch's files and every file that it names; these lie beside it.
    ///
    /// @throws CheckpointException when the index or one of the files is broken, or they don't agree
    public static ShardedCheckpoint ofTorchFiles(Path index) throws IOException {
        return open(index, new ShardFormat("PyTorch", ".bin", TorchFile::open));
    }

    private record ShardFormat(String name, String ending, Opener opener) {}

    @FunctionalInterface
    private interface Opener {
        Checkpoint open(Path path) throws IOException;
    }

    private static ShardedCheckpoint open(Path index, ShardFormat format) throws IOException {
        JsonObject json = JsonObject.read(index, MAX_INDEX_BYTES);
        JsonObject places = json.requiredObject("weight_map");
        var opened = new ShardedCheckpoint(json, format);
        try {
            for (String name : places.keys()) {
                opened.add(name, places, index);
            }
            return opened;
        } catch (IOException | RuntimeException broken) {
            opened.close();
            throw broken;
        }
    }

    private void add(String name, JsonObject places, Path index) throws IOException {
        String shardName = places.text(name).orElseThrow(() -> places.problem(name, "names no file"));
        Checkpoint shard = shards.get(shardName);
        if (shard == null) {
            boolean isPlain = shardName.matches("[\\w.-]+") && shardName.endsWith(format.ending());
            if (!isPlain || shards.size() == MAX_SHARDS) {
                throw places.problem(name, "'" + shardName + "' is no " + format.name() + " file beside the index");
            }
            shard = format.opener().open(index.resolveSibling(shardName));
            shards.put(shardName, shard);
        }
        shard.entry(name);
        shardOf.put(name, shard);
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public List<String> names() {
        return List.copyOf(shardOf.keySet());
    }

    @Override
    public Optional<TensorEntry> find(String name) {
        return Optional.ofNullable(shardOf.get(name)).flatMap(shard -> shard.find(name));
    }

    @Override
    public boolean isTransposed(String name) {
        Checkpoint shard = shardOf.get(name);
        return shard != null && shard.isTransposed(name);
    }

    @Override
    public void read(String name, long first, float[] into, int offset, int count) throws IOException {
        entry(name);
        Objects.requireNonNull(shardOf.get(name)).read(name, first, into, offset, count);
    }

    @Override
    public void close() throws IOException {
        for (Checkpoint shard : shards.values()) {
            shard.close();
        }
    }
}
