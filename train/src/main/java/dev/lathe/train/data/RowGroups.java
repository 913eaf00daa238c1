package dev.lathe.train.data;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.RowColumns;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.rows.TableLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads what the rows of a file belong to: documents, patients, users.
public final class RowGroups {

    private RowGroups() {
    }

    private record Member(SourceLine source, String group) implements Example {
        @Override
        public List<String> content() {
            return List.of(group);
        }

        @Override
        public List<String> texts() {
            return List.of();
        }
    }

    /// Reads one column of a file that is read for its examples as well.
    ///
    /// @param path the file, not a pipe
    /// @param format JSONL, CSV or TSV
    /// @param layout of the table
    /// @param column the column of the groups' names
    /// @return the group of each row, by its first line
    /// @throws DataException at the first row without a group, or if the file is of another format, or can be read once only
    /// @throws IOException if reading fails
    public static Map<Long, String> read(Path path, DataFormat format, TableLayout layout, String column) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new DataException(path + ": groups need a second reading, and this is no regular file");
        }
        RowColumns columns = new RowColumns(List.of(column), List.of(), layout);
        Map<Long, String> groups = new HashMap<>();
        for (Member row : Dataset.read(path, format, columns, row -> new Member(row.source(), row.name(column))).examples()) {
            groups.put(row.source().line(), row.group());
        }
        return groups;
    }
}
