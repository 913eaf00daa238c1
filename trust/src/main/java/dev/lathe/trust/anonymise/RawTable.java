package dev.lathe.trust.anonymise;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.trust.anonymise.RawRow.Cell;
import dev.lathe.trust.anonymise.RawRow.Column;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the fields of a file parted by commas, tabs and the like, with RFC 4180's quoting.
final class RawTable {
    private final String file;
    private final String text;
    private final char separator;
    private int at;
    private long line = 1;

    private RawTable(String file, String text, char separator) {
        this.file = file;
        this.text = text;
        this.separator = separator;
    }

    /// @param separators of which the first is taken that gives the header the needed columns, else the first
    static RawRows of(String file, String text, String separators, List<String> needed) {
        for (char separator : separators.toCharArray()) {
            if (new RawTable(file, text, separator).header().stream().map(Cell::value).toList().containsAll(needed)) {
                return new RawTable(file, text, separator).rows();
            }
        }
        return new RawTable(file, text, separators.charAt(0)).rows();
    }

    private List<Cell> header() {
        at = text.startsWith("\uFEFF") ? 1 : 0;
        skipEmptyLines();
        if (at == text.length()) {
            throw new DataException(file + ": empty, there is no header");
        }
        return fields(0);
    }

    private RawRows rows() {
        List<String> names = header().stream().map(Cell::value).toList();
        var different = new HashSet<String>();
        for (String name : names) {
            if (!different.add(name)) {
                throw new DataException(file + ": two columns are named '" + name + "'");
            }
        }
        String head = text.substring(0, at);
        var rows = new ArrayList<RawRow>();
        while (at < text.length()) {
            int start = at;
            skipEmptyLines();
            if (at == text.length()) {
                rows.add(new RawRow(line, text.substring(start), Map.of()));
                break;
            }
            long first = line;
            List<Cell> cells = fields(start);
            if (cells.size() != names.size()) {
                throw new SourceLine(Path.of(file), first).error(
                        "%d fields where the header has %d".formatted(cells.size(), names.size()));
            }
            var columns = new LinkedHashMap<String, Column>();
            for (int i = 0; i < cells.size(); i++) {
                columns.put(names.get(i), new Column.One(cells.get(i)));
            }
            rows.add(new RawRow(first, text.substring(start, at), columns));
        }
        return new RawRows(head, names, rows, this::spelt);
    }

    private void skipEmptyLines() {
        while (at < text.length() && isLineEnd(at)) {
            endLine();
        }
    }

    /// The fields of a row; it then stands behind the row's end.
    ///
    /// @param origin where the row's characters begin, which places are counted from
    private List<Cell> fields(int origin) {
        var cells = new ArrayList<Cell>();
        while (true) {
            cells.add(at < text.length() && text.charAt(at) == '"' ? quoted(origin) : plain(origin));
            if (at == text.length()) {
                return cells;
            }
            if (isLineEnd(at)) {
                endLine();
                return cells;
            }
            at++;
        }
    }

    private Cell plain(int origin) {
        int start = at;
        while (at < text.length() && text.charAt(at) != separator && !isLineEnd(at)) {
            at++;
        }
        return new Cell(start - origin, at - origin, text.substring(start, at));
    }

    private Cell quoted(int origin) {
        int start = at++;
        long first = line;
        var value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"' && at < text.length() && text.charAt(at) == '"') {
                at++;
            } else if (c == '"') {
                boolean ends = at == text.length() || text.charAt(at) == separator || isLineEnd(at);
                if (!ends) {
                    break;
                }
                return new Cell(start - origin, at - origin, value.toString());
            } else if (c == '\n' || c == '\r' && (at == text.length() || text.charAt(at) != '\n')) {
                line++;
            }
            value.append(c);
        }
        throw new SourceLine(Path.of(file), first).error(
                "a field that starts with a quote is not closed, or goes on after its closing quote; write a quote inside it twice");
    }

    private boolean isLineEnd(int place) {
        return text.charAt(place) == '\n' || text.charAt(place) == '\r';
    }

    private void endLine() {
        boolean both = text.charAt(at) == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
        at += both ? 2 : 1;
        line++;
    }

    private String spelt(String value) {
        boolean plain = value.chars().noneMatch(c -> c == separator || c == '"' || c == '\n' || c == '\r') && !value.isEmpty();
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
