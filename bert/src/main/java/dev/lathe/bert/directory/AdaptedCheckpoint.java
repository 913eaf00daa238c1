package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterPlan;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A base's tensors and an adapter's as those of one model. Where both have one, the adapter's counts.
final class AdaptedCheckpoint implements Checkpoint {
    private final Checkpoint base;
    private final PeftCheckpoint adapter;
    private final AdapterMethod method;
    private final Set<String> adapted;

    /// Owns both checkpoints.
    AdaptedCheckpoint(Checkpoint base, PeftCheckpoint adapter, AdapterMethod method) {
        this.base = base;
        this.adapter = adapter;
        this.method = method;
        adapted = adapter.names().stream().map(StoredNames::withoutPrefix).collect(Collectors.toSet());
    }

    /// The model that these tensors are of.
    AdapterPlan plan() {
        return new AdapterPlan(method, path -> !isAdapted(path));
    }

    /// Whether a parameter is the adapter's, by its full name.
    boolean isAdapted(String name) {
        return adapted.contains(StoredNames.withoutPrefix(name));
    }

    /// @param parameters of a model that was made by [#plan]
    /// @throws CheckpointException if an encoder's tensor of the adapter is none of them: the base has no such part
    void requirePlaces(List<ModelParameter> parameters) throws CheckpointException {
        Set<String> places = parameters.stream().map(p -> StoredNames.withoutPrefix(p.name())).collect(Collectors.toSet());
        for (String name : adapter.names()) {
            if (StoredNames.belongsToEncoder(name) && !places.contains(StoredNames.withoutPrefix(name))) {
                throw new CheckpointException(
                        adapter.file(), "'%s': the base has no place for it; the adapter is for another base".formatted(name));
            }
        }
    }

    @Override
    public String file() {
        return base.file() + " with " + adapter.file();
    }

    @Override
    public List<String> names() {
        return Stream.concat(base.names().stream().filter(name -> !isAdapted(name)), adapter.names().stream()).toList();
    }

    @Override
    public Optional<TensorEntry> find(String name) {
        Optional<TensorEntry> own = adapter.find(name);
        return own.isPresent() || isAdapted(name) ? own : base.find(name);
    }

    @Override
    public TensorEntry entry(String name, List<Integer> shape) throws CheckpointException {
        return isAdapted(name) ? adapter.entry(name, shape) : Checkpoint.super.entry(name, shape);
    }

    @Override
    public boolean isTransposed(String name) {
        return isAdapted(name) ? adapter.isTransposed(name) : base.isTransposed(name);
    }

    @Override
    public void read(String name, long first, float[] into, int offset, int count) throws IOException {
        if (isAdapted(name)) {
            adapter.read(name, first, into, offset, count);
        } else {
            base.read(name, first, into, offset, count);
        }
    }

    @Override
    public void close() throws IOException {
        try (adapter) {
            base.close();
        }
    }
}
