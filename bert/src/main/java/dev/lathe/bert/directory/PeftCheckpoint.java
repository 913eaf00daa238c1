package dev.lathe.bert.directory;

import dev.lathe.bert.adapter.PeftNames;
import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tensors of an adapter's file under the names of the model's parameters.
final class PeftCheckpoint implements Checkpoint {
    private final Checkpoint stored;
    private final Map<String, String> storedNames = new LinkedHashMap<>();

    /// Owns the checkpoint.
    PeftCheckpoint(Checkpoint stored) {
        this.stored = stored;
        for (String name : stored.names()) {
            PeftNames.parameter(name).ifPresent(parameter -> storedNames.put(parameter, name));
        }
    }

    @Override
    public String file() {
        return stored.file();
    }

    @Override
    public List<String> names() {
        return List.copyOf(storedNames.keySet());
    }

    @Override
    public Optional<TensorEntry> find(String name) {
        return Optional.ofNullable(storedNames.get(name))
                .flatMap(stored::find)
                .map(entry -> new TensorEntry(name, entry.type(), entry.shape()));
    }

    @Override
    public TensorEntry entry(String name, List<Integer> shape) throws CheckpointException {
        TensorEntry entry = entry(name);
        if (!entry.shape().equals(shape)) {
            throw new CheckpointException(file(), "'%s' is %s: the base needs %s; the adapter is for another base".formatted(
                    name, entry.shapeText(), TensorEntry.text(shape)));
        }
        return entry;
    }

    @Override
    public boolean isTransposed(String name) {
        return stored.isTransposed(storedNames.getOrDefault(name, name));
    }

    @Override
    public void read(String name, long first, float[] into, int offset, int count) throws IOException {
        String storedName = storedNames.get(name);
        stored.read(storedName == null ? entry(name).name() : storedName, first, into, offset, count);
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }
}
