package dev.lathe.train.data.rows;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a row begins, or which example it is of those that the application itself brings.
///
/// @param file the data file, as the user wrote it; what messages call the data if it is in memory
/// @param line the first line of the row, counted from 1; a quoted line break in a CSV field counts. In memory the example's number,
///     from 1
/// @param id the row's name, if it has one
/// @param inMemory whether there is no file
public record SourceLine(Path file, long line, Optional<String> id, boolean inMemory) {

    /// A row of a file.
    ///
    /// @param file the data file, as the user wrote it
    /// @param line the first line of the row, counted from 1
    /// @param id the row's name, if it has one
    public SourceLine(Path file, long line, Optional<String> id) {
        this(file, line, id, false);
    }

    /// A row without a name.
    public SourceLine(Path file, long line) {
        this(file, line, Optional.empty());
    }

    /// An example that is in no file.
    ///
    /// @param data what messages call all of them: `training data`
    /// @param number which one, from 1
    /// @return its place
    public static SourceLine inMemory(String data, long number) {
        return new SourceLine(Path.of(data), number, Optional.empty(), true);
    }

    /// The error that stops a run at this row: `data.csv: line 17: reason`, or `example 17 of the training data: reason`.
    ///
    /// @param reason what is wrong, without file and line
    /// @return the exception, for the caller to throw
    public DataException error(String reason) {
        return new DataException((inMemory ? number() + " of the " + file : file + ": " + number()) + ": " + reason);
    }

    /// Refuses an example that an application has made without one of its parts.
    ///
    /// @param part its name: `text`
    /// @throws DataException if the value is `null`: `example 17 of the training data: text: null`
    public void require(String part, @Nullable Object value) {
        if (value == null) {
            throw error(part + ": null");
        }
    }

    /// As [#require], of a list and all that is in it.
    ///
    /// @return a copy
    /// @throws DataException `example 17 of the training data: tags[3]: null`
    public <T> List<T> requireAll(String part, @Nullable List<T> values) {
        require(part, values);
        for (int i = 0; i < values.size(); i++) {
            require("%s[%d]".formatted(part, i), values.get(i));
        }
        return List.copyOf(values);
    }

    /// Its place in its data: `line 17` or `example 17`.
    ///
    /// @return the words
    public String number() {
        return (inMemory ? "example " : "line ") + line;
    }
}
