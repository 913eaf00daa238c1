package dev.lathe.bert.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A file of another framework, whose parameters are read where they stand, by the names that Hugging Face gives them.
public abstract class ForeignCheckpoint implements Checkpoint {
    private final StoredParameters parameters;
    private final Closeable source;

    /// @param source what the parameters are read from, closed with this
    public ForeignCheckpoint(StoredParameters parameters, Closeable source) {
        this.parameters = parameters;
        this.source = source;
    }

    @Override
    public final String file() {
        return parameters.file();
    }

    @Override
    public final List<String> names() {
        return parameters.names();
    }

    @Override
    public final Optional<TensorEntry> find(String name) {
        return parameters.find(name);
    }

    @Override
    public final boolean isTransposed(String name) {
        return parameters.isTransposed(name);
    }

    @Override
    public final void read(String name, long first, float[] into, int offset, int count) throws IOException {
        entry(name);
        parameters.read(name, first, into, offset, count);
    }

    @Override
    public final void close() throws IOException {
        source.close();
    }
}
