package dev.lathe.bert.checkpoint;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters that one file of a foreign format holds, by the names that Hugging Face gives them.
public final class StoredParameters {
    private final String file;
    private final Map<String, StoredParameter> byName = new LinkedHashMap<>();

    public StoredParameters(String file) {
        this.file = file;
    }

    /// @throws CheckpointException when the name is taken
    public void add(StoredParameter parameter) throws CheckpointException {
        if (byName.putIfAbsent(parameter.entry().name(), parameter) != null) {
            throw new CheckpointException(file, "'" + parameter.entry().name() + "' is there twice");
        }
    }

    public String file() {
        return file;
    }

    public List<StoredParameter> all() {
        return new ArrayList<>(byName.values());
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    public Optional<TensorEntry> find(String name) {
        return Optional.ofNullable(byName.get(name)).map(StoredParameter::entry);
    }

    boolean isTransposed(String name) {
        StoredParameter parameter = byName.get(name);
        return parameter != null && parameter.transposed();
    }

    /// As [Checkpoint#read(String, long, float[], int, int)], for a name that [#find] knows.
    public void read(String name, long first, float[] into, int offset, int count) throws IOException {
        StoredParameter parameter = byName.get(name);
        if (parameter == null) {
            throw new CheckpointException(file, "no '" + name + "'");
        }
        parameter.read(file, first, into, offset, count);
    }
}
