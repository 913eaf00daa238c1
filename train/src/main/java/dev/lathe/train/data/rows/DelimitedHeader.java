package dev.lathe.train.data.rows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header of a delimited file, and what parts its fields.
///
/// A file is parted by its format's separator if the header, so parted, has the columns that are asked for; else by the first
/// other one with which it has. A first line such as `sep=;`, which Excel writes and obeys, says it outright.
///
/// @param source its first line
/// @param separator what parts fields
/// @param usual whether that is the format's separator
/// @param columns the names of the columns
record DelimitedHeader(SourceLine source, char separator, boolean usual, List<String> columns) {

    private static final Pattern EXCEL = Pattern.compile("(?i)\"?sep=([^\"])\"?");

    DelimitedHeader {
        columns = List.copyOf(columns);
    }

    /// Reads the header from the beginning of a file; the cursor then is behind it.
    ///
    /// @param usual the separator of the file's format
    /// @param wanted the columns that are asked for
    static DelimitedHeader read(Path file, TextCursor cursor, char usual, RowColumns wanted) throws IOException {
        HeaderRow row = HeaderRow.read(file, cursor);
        Matcher excel = EXCEL.matcher(row.text());
        if (excel.matches()) {
            char separator = excel.group(1).charAt(0);
            return candidates(HeaderRow.read(file, cursor), String.valueOf(separator), usual).getFirst();
        }
        if (wanted.layout().delimiter().isPresent()) {
            return candidates(row, String.valueOf(wanted.layout().delimiter().get()), usual).getFirst();
        }
        List<DelimitedHeader> candidates = candidates(row, usual + HeaderRow.SEPARATORS, usual);
        DelimitedHeader widest = candidates.getFirst();
        for (DelimitedHeader candidate : candidates) {
            if (candidate.holds(wanted)) {
                return candidate;
            }
            widest = candidate.columns.size() > widest.columns.size() ? candidate : widest;
        }
        return widest;
    }

    /// The ways in which a row can be parted, one or more.
    private static List<DelimitedHeader> candidates(HeaderRow row, String separators, char usual) throws IOException {
        List<DelimitedHeader> candidates = new ArrayList<>();
        for (char separator : separators.toCharArray()) {
            Optional<List<String>> columns = row.parted(separator);
            if (columns.isPresent()) {
                candidates.add(new DelimitedHeader(row.source(), separator, separator == usual, columns.get()));
            }
        }
        if (candidates.isEmpty()) {
            throw QuotedRows.broken(row.source());
        }
        return candidates;
    }

    private boolean holds(RowColumns wanted) {
        return columns.containsAll(wanted.required()) && wanted.all().stream().anyMatch(columns::contains);
    }

    /// Where the columns are that were asked for and exist.
    ///
    /// @throws DataException if one that must exist does not, or one exists twice
    Map<String, Integer> indices(RowColumns wanted) {
        Map<String, Integer> indices = new HashMap<>();
        for (String column : wanted.all()) {
            if (wanted.required().contains(column) || columns.contains(column)) {
                indices.put(column, indexOf(column));
            }
        }
        return indices;
    }

    /// Where the names of the rows are, if they have any.
    ///
    /// @throws DataException if the layout names a column that does not exist, or exists twice
    OptionalInt idIndex(TableLayout layout) {
        return layout.id().isPresent() || columns.contains(layout.idColumn())
                ? OptionalInt.of(indexOf(layout.idColumn())) : OptionalInt.empty();
    }

    private int indexOf(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            String parted = usual ? "" : ", parted by " + (separator == '\t' ? "tabs" : "'" + separator + "'") + ",";
            throw source.error("no column " + QuotedNames.of(column) + "; the columns" + parted + " are " + QuotedNames.of(columns));
        }
        if (columns.lastIndexOf(column) != index) {
            throw source.error("two columns are named " + QuotedNames.of(column));
        }
        return index;
    }
}
