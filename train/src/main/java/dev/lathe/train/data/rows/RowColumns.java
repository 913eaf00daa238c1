package dev.lathe.train.data.rows;

import java.util.ArrayList;
import java.util.List;

/// What of a row is read; all else may hold anything.
///
/// @param required columns without which a file (CSV, TSV) is refused; in JSONL each row says for itself what it lacks
/// @param optional columns that may be absent
/// @param separator what parts the names of a list in one field of CSV and TSV
/// @param layout of the table
public record RowColumns(List<String> required, List<String> optional, char separator, TableLayout layout) {

    public RowColumns(List<String> required, List<String> optional) {
        this(required, optional, TableLayout.USUAL);
    }

    public RowColumns(List<String> required, List<String> optional, TableLayout layout) {
        this(required, optional, ' ', layout);
    }

    /// The columns of a text, its pair and its label.
    public static RowColumns of(TextColumns columns) {
        List<String> required = new ArrayList<>(List.of(columns.text()));
        List<String> optional = new ArrayList<>();
        if (columns.labelled()) {
            required.add(columns.label());
        }
        (columns.pairRequired() ? required : optional).add(columns.pair());
        return new RowColumns(required, optional, columns.layout());
    }

    /// The same, and one more that is required, if it is not yet.
    public RowColumns and(String column) {
        var more = new ArrayList<>(required);
        if (!more.contains(column)) {
            more.add(column);
        }
        return new RowColumns(more, optional.stream().filter(name -> !name.equals(column)).toList(), separator, layout);
    }

    public RowColumns withSeparator(char other) {
        return new RowColumns(required, optional, other, layout);
    }

    /// The same of a table of some layout.
    public RowColumns withLayout(TableLayout other) {
        return new RowColumns(required, optional, separator, other);
    }

    boolean holds(String column) {
        return required.contains(column) || optional.contains(column);
    }

    List<String> all() {
        List<String> all = new ArrayList<>(required);
        all.addAll(optional);
        return all;
    }
}
