package dev.lathe.train.data;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.DataRow;
import dev.lathe.train.data.rows.RowColumns;
import dev.lathe.train.data.rows.RowSource;
import dev.lathe.train.data.rows.StrictUtf8Reader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The examples of a file of rows, or of a stream, one after another; none is held here. [Dataset] is for those that are gone through more
/// than once.
///
/// @param <E> what is made of a row
public final class ExampleReader<E> implements RowSource<E>, AutoCloseable {

    private final Path file;
    private final StrictUtf8Reader text;
    private final Opening<E> opening;
    private @Nullable RowSource<E> rows;
    private long count;

    private ExampleReader(Path file, InputStream in, Opening<E> opening) {
        this.file = file;
        this.text = new StrictUtf8Reader(file, in);
        this.opening = opening;
    }

    /// How the rows of a text are read.
    interface Opening<E> {
        RowSource<E> of(Path file, StrictUtf8Reader text) throws IOException;
    }

    /// Opens a file from its first byte on.
    ///
    /// @throws DataException if there is no such file, or it is a directory
    public static InputStream bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new DataException(file + ": a directory, not a data file");
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": no such file");
        }
    }

    /// Reads what has columns. Nothing is read before the first row is asked for.
    ///
    /// @param file what messages call it
    /// @param in its bytes, which [#close] closes
    /// @param format JSONL, CSV or TSV
    /// @param columns which of them are read
    /// @param example makes one of a row
    public static <E> ExampleReader<E> of(
            Path file, InputStream in, DataFormat format, RowColumns columns, Function<DataRow, E> example) {
        return new ExampleReader<>(file, in, (path, text) -> format.open(path, text, columns, example));
    }

    static <E> ExampleReader<E> of(Path file, InputStream in, Opening<E> opening) {
        return new ExampleReader<>(file, in, opening);
    }

    /// @throws DataException if the row is broken, or there is none in the whole file
    @Override
    public @Nullable E next() throws IOException {
        if (rows == null) {
            rows = opening.of(file, text);
        }
        E row = rows.next();
        if (row != null) {
            count++;
        } else if (count == 0) {
            throw new DataException(file + ": no rows");
        }
        return row;
    }

    /// How many rows there were so far.
    public long count() {
        return count;
    }

    @Override
    public boolean isReady() throws IOException {
        return rows == null ? text.ready() : rows.isReady();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
