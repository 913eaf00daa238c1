package dev.lathe.train.data.rows;

import java.util.Optional;

/// What holds of a whole table of rows, beside the names of its columns.
///
/// @param delimiter what parts the fields of CSV and TSV; if empty the file shows it
/// @param id the column or key of each row's name, which must then exist; if empty it is `id`, where there is one
public record TableLayout(Optional<Character> delimiter, Optional<String> id) {
    /// As files usually are.
    public static final TableLayout USUAL = new TableLayout(Optional.empty(), Optional.empty());

    private static final String ID = "id";

    /// @throws IllegalArgumentException if the delimiter is a quote, a letter, a digit or the end of a line
    public TableLayout {
        delimiter.ifPresent(c -> {
            if (c == '"' || c == '\n' || c == '\r' || Character.isLetterOrDigit(c)) {
                throw new IllegalArgumentException("delimiter '%s': a letter, a digit, a quote and a line's end part no fields".formatted(c));
            }
        });
    }

    /// The column or key of each row's name.
    String idColumn() {
        return id.orElse(ID);
    }
}
