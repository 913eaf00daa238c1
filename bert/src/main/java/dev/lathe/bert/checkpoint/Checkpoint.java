package dev.lathe.bert.checkpoint;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.NearestName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Named tensors in an open file, read one at a time into the caller's memory.
///
/// Reads are positional: any number of threads may read at once. Closing makes later reads fail; it is the caller's
/// business to close after the last one. Interrupting a thread while it reads closes the file, as with every
/// [java.nio.channels.FileChannel].
public interface Checkpoint extends AutoCloseable {
    /// Values that are read at once where a tensor is walked in slices: 16 MiB of floats.
    int SLICE = 1 << 22;

    /// Name of the file, with which messages begin.
    String file();

    /// Names of all tensors, in the order of the file.
    List<String> names();

    /// The tensor of this name, if there is one.
    Optional<TensorEntry> find(String name);

    /// Reads values `first` to `first + count - 1` of a tensor, counted row by row, as floats.
    ///
    /// @throws CheckpointException when there is no such tensor, it does not read as float, or the file was cut
    /// @throws IndexOutOfBoundsException when the range leaves the tensor or `into`
    void read(String name, long first, float[] into, int offset, int count) throws IOException;

    /// Whether the file has a matrix's columns one after another: to read few values, much of it has to be passed over.
    default boolean isTransposed(String name) {
        return false;
    }

    @Override
    void close() throws IOException;

    /// The tensor of this name.
    ///
    /// @throws CheckpointException when there is none; the message names the nearest that there is
    default TensorEntry entry(String name) throws CheckpointException {
        var found = find(name);
        if (found.isEmpty()) {
            var nearest = NearestName.among(names(), name).map(other -> "; nearest '" + other + "'");
            throw new CheckpointException(
                    file(), "no '" + name + "'" + nearest.orElse(" among its " + names().size() + " tensors"));
        }
        return found.get();
    }

    /// The tensor of this name, which must have this shape.
    ///
    /// @throws CheckpointException when there is none, or it has another shape
    default TensorEntry entry(String name, List<Integer> shape) throws CheckpointException {
        TensorEntry entry = entry(name);
        if (!entry.shape().equals(shape)) {
            throw new CheckpointException(
                    file(), "'" + name + "' is " + entry.shapeText() + ": needs " + TensorEntry.text(shape));
        }
        return entry;
    }

    /// Reads a whole tensor as floats into `into`, from index `offset` on.
    ///
    /// @throws CheckpointException when there is no such tensor, it does not read as float, or the file was cut
    /// @throws IndexOutOfBoundsException when `into` has no room for it
    default void read(String name, float[] into, int offset) throws IOException {
        long elements = entry(name).elements();
        if (offset < 0 || elements > into.length - offset) {
            throw new IndexOutOfBoundsException(
                    "'" + name + "' has " + elements + " values: no room in " + into.length + " from " + offset);
        }
        read(name, 0, into, offset, (int) elements);
    }

    /// The first NaN or infinity in any tensor that reads as float; walks the whole file.
    default Optional<NonFiniteValue> firstNonFinite() throws IOException {
        for (String name : names()) {
            TensorEntry entry = entry(name);
            if (entry.type().readsAsFloat()) {
                var found = NonFiniteSearch.in(this, entry);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
