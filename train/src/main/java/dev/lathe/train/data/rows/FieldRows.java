package dev.lathe.train.data.rows;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of delimited text, one after another; lines without any character are none.
interface FieldRows {

    /// The next row's fields, `null` at the end of the text.
    ///
    /// @throws DataException if the row is broken
    @Nullable List<String> next() throws IOException;

    /// The first line of the row that [#next] gave last, or that it found to be broken.
    long line();

    /// Whether more of the text can be had without waiting for it.
    boolean isReady() throws IOException;
}
