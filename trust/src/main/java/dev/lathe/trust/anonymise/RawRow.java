package dev.lathe.trust.anonymise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A row as its file has it, and where its fields stand.
///
/// @param line its first, from 1
/// @param raw its characters, with the end of its last line
/// @param columns by name, in their order
record RawRow(long line, String raw, Map<String, Column> columns) {
    RawRow {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /// A part of a row.
    ///
    /// @param start where it stands in [RawRow#raw]
    /// @param end behind it
    /// @param value what it says
    record Cell(int start, int end, String value) {}

    /// What stands under a name.
    sealed interface Column {
        /// One text, or a number in its digits.
        record One(Cell cell) implements Column {}

        /// A list of texts, such as tokens.
        record Texts(List<Cell> cells) implements Column {}

        /// No value: JSON's null.
        record Nothing() implements Column {}

        /// Anything else: an object, a list of other things.
        record Other() implements Column {}
    }

    /// The text under a name, if there is one.
    Optional<Cell> one(String name) {
        return columns.get(name) instanceof Column.One(Cell cell) ? Optional.of(cell) : Optional.empty();
    }

    /// A new spelling of a part.
    record Change(Cell cell, String spelling) {}

    /// The row with some parts spelt anew; the others keep every character.
    String with(List<Change> changes) {
        var sorted = new ArrayList<>(changes);
        sorted.sort(Comparator.comparingInt(change -> change.cell.start));
        var text = new StringBuilder();
        int at = 0;
        for (Change change : sorted) {
            text.append(raw, at, change.cell.start).append(change.spelling);
            at = change.cell.end;
        }
        return text.append(raw, at, raw.length()).toString();
    }
}
