package dev.lathe.train.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a CSV or TSV file by its header.
///
/// A field is exactly what stands between its delimiters: spaces are kept, nothing is null. Empty lines are skipped, since
/// a row whose only field is empty tells nothing.
final class DelimitedRows {

    private final Path file;
    private final StrictUtf8Reader in;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private long rowLine = 1;

    private DelimitedRows(Path file, StrictUtf8Reader in, char delimiter) throws IOException {
        this.file = file;
        this.in = in;
        this.parser = CSVParser.builder().setReader(in).setFormat(rfc4180(delimiter)).get();
        this.records = parser.iterator();
    }

    /// All examples of the file, in its order.
    static <E> List<E> read(Path file, StrictUtf8Reader in, char delimiter, RowColumns columns, Function<DataRow, E> example)
            throws IOException {
        DelimitedRows rows = new DelimitedRows(file, in, delimiter);
        CSVRecord header = rows.next();
        if (header == null) {
            throw new DataException(file + ": empty, there is no header");
        }
        return rows.examples(header.toList(), columns, example);
    }

    private <E> List<E> examples(List<String> header, RowColumns columns, Function<DataRow, E> example) throws IOException {
        SourceLine headerLine = new SourceLine(file, rowLine);
        Map<String, Integer> indices = new HashMap<>();
        for (String column : columns.all()) {
            if (columns.required().contains(column) || header.contains(column)) {
                indices.put(column, indexOf(column, header, headerLine));
            }
        }
        List<E> examples = new ArrayList<>();
        for (CSVRecord row = next(); row != null; row = next()) {
            SourceLine source = new SourceLine(file, rowLine);
            if (row.size() != header.size()) {
                throw source.error("%d field%s where the header has %d".formatted(
                        row.size(), row.size() == 1 ? "" : "s", header.size()));
            }
            examples.add(example.apply(new DelimitedRow(source, indices, columns.separator(), row)));
        }
        return examples;
    }

    private static int indexOf(String column, List<String> header, SourceLine source) {
        int index = header.indexOf(column);
        if (index < 0) {
            throw source.error("no column " + QuotedNames.of(column) + "; the columns are " + QuotedNames.of(header));
        }
        if (header.lastIndexOf(column) != index) {
            throw source.error("two columns are named " + QuotedNames.of(column));
        }
        return index;
    }

    /// The next row that is not an empty line, `null` at the end; `rowLine` is then its first line.
    private @Nullable CSVRecord next() throws IOException {
        while (true) {
            rowLine = parser.getCurrentLineNumber() + 1;
            in.startRow(rowLine);
            if (!hasNext()) {
                return null;
            }
            CSVRecord row = records.next();
            if (row.size() > 1 || !row.get(0).isEmpty()) {
                return row;
            }
        }
    }

    private boolean hasNext() throws IOException {
        try {
            return records.hasNext();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException) {
                throw new SourceLine(file, rowLine).error(
                        "a field that starts with a quote is not closed, or goes on after its closing quote;"
                                + " write a quote inside it twice");
            }
            throw e.getCause();
        }
    }

    /// The library's RFC 4180 settings report empty lines as rows of one empty field, which keeps the count of lines honest.
    private static CSVFormat rfc4180(char delimiter) {
        return CSVFormat.RFC4180.builder().setDelimiter(delimiter).get();
    }
}
