package dev.lathe.bert.checkpoint.safetensors;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.FloatRange;
import dev.lathe.bert.checkpoint.PlacedTensor;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A checkpoint in the safetensors format: 8 bytes header length, a JSON header, the values.
///
/// Opening reads and checks the header only. Source: the format section of the README at
/// <https://github.com/huggingface/safetensors>.
public final class SafetensorsFile implements Checkpoint {
    private final BoundedFile file;
    private final SafetensorsHeader header;

    private SafetensorsFile(BoundedFile file, SafetensorsHeader header) {
        this.file = file;
        this.header = header;
    }

    /// Opens a file and checks that its header describes every byte of it exactly once.
    ///
    /// @throws CheckpointException when there is no such file, or it is not a whole and sound safetensors file
    public static SafetensorsFile open(Path path) throws IOException {
        BoundedFile file = BoundedFile.open(path);
        try {
            return new SafetensorsFile(file, SafetensorsHeader.read(file));
        } catch (IOException | RuntimeException broken) {
            file.close();
            throw broken;
        }
    }

    @Override
    public String file() {
        return file.name();
    }

    @Override
    public List<String> names() {
        return header.names();
    }

    @Override
    public Optional<TensorEntry> find(String name) {
        return Optional.ofNullable(header.tensors().get(name)).map(PlacedTensor::entry);
    }

    /// The free text that the header carries under `__metadata__`, such as `format` = `pt`.
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public void read(String name, long first, float[] into, int offset, int count) throws IOException {
        TensorEntry entry = entry(name);
        FloatRange.check(file.name(), entry, first, count);
        Objects.checkFromIndexSize(offset, count, into.length);
        long begin = header.dataStart() + Objects.requireNonNull(header.tensors().get(name)).begin();
        file.readFloats(begin + first * entry.type().bytes(), entry.type(), into, offset, count);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
