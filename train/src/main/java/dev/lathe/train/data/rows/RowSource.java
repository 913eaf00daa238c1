package dev.lathe.train.data.rows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a file or a stream one after another, each read when it is asked for.
///
/// @param <E> what is made of a row
public interface RowSource<E> {

    /// The next row; `null` when there is none left. Reads no further than the row's end, so that what has been written whole is there
    /// before more is.
    ///
    /// @throws DataException if the row is broken
    /// @throws IOException if reading fails
    @Nullable E next() throws IOException;

    /// Whether more of the text can be had without waiting for whoever writes it.
    boolean isReady() throws IOException;

    /// All rows that are left, in their order.
    default List<E> all() throws IOException {
        List<E> rows = new ArrayList<>();
        for (E row = next(); row != null; row = next()) {
            rows.add(row);
        }
        return rows;
    }
}
