package dev.lathe.bert.checkpoint;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A checkpoint some of whose tensors have names of the past, under the names of today.
public final class PresentNames implements Checkpoint {
    private final Checkpoint stored;
    private final Map<String, String> storedNames;

    private PresentNames(Checkpoint stored, Map<String, String> storedNames) {
        this.stored = stored;
        this.storedNames = storedNames;
    }

    /// The checkpoint itself where all its names are of today.
    ///
    /// @throws CheckpointException when a tensor is there under its old name and its new one; the checkpoint is closed
    public static Checkpoint of(Checkpoint stored) throws IOException {
        var storedNames = new LinkedHashMap<String, String>();
        boolean renamed = false;
        for (String name : stored.names()) {
            String present = ParameterNames.ofTensor(name);
            renamed |= !present.equals(name);
            String other = storedNames.put(present, name);
            if (other != null) {
                stored.close();
                throw new CheckpointException(stored.file(), "'" + present + "' is there twice: as '" + other + "' and as '"
                        + name + "'");
            }
        }
        return renamed ? new PresentNames(stored, storedNames) : stored;
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
