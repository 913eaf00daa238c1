package dev.lathe.bert.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A checkpoint whose tensors are spread over several safetensors files, which an index file lists.
///
/// The index, `model.safetensors.index.json`, has a `weight_map` from a tensor's name to the file that holds it.
public final class ShardedSafetensors implements Checkpoint {
    private static final long MAX_INDEX_BYTES = 1 << 24;
    private static final int MAX_SHARDS = 1_000;

    private final String file;
    private final Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
    private final Map<String, SafetensorsFile> shardOf = new LinkedHashMap<>();

    private ShardedSafetensors(JsonObject index) {
        this.file = index.file();
    }

    /// Opens an index and every file that it names; these lie beside it.
    ///
    /// @throws CheckpointException when the index or one of the files is broken, or they don't agree
    public static ShardedSafetensors open(Path index) throws IOException {
        JsonObject json = JsonObject.read(index, MAX_INDEX_BYTES);
        JsonObject places = json.requiredObject("weight_map");
        var opened = new ShardedSafetensors(json);
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
        SafetensorsFile shard = shards.get(shardName);
        if (shard == null) {
            if (!shardName.matches("[\\w.-]+\\.safetensors") || shards.size() == MAX_SHARDS) {
                throw places.problem(name, "'" + shardName + "' is no safetensors file beside the index");
            }
            shard = SafetensorsFile.open(index.resolveSibling(shardName));
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
    public void read(String name, long first, float[] into, int offset, int count) throws IOException {
        entry(name);
        Objects.requireNonNull(shardOf.get(name)).read(name, first, into, offset, count);
    }

    @Override
    public void close() throws IOException {
        for (SafetensorsFile shard : shards.values()) {
            shard.close();
        }
    }
}
