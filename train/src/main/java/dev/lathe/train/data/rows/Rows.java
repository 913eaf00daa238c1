package dev.lathe.train.data.rows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Reads the examples of a file of one kind.
///
/// @param <E> an example
@FunctionalInterface
public interface Rows<E> {

    /// All examples of the file, in its order.
    ///
    /// @param file what messages call it
    /// @param in its text
    List<E> read(Path file, StrictUtf8Reader in) throws IOException;
}
