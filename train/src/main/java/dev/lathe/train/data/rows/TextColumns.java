package dev.lathe.train.data.rows;

import dev.lathe.train.data.text.TextExample;
import java.util.HashSet;
import java.util.List;

/// Which columns (CSV, TSV) or keys (JSONL) hold what.
///
/// @param text the column of the text; must exist
/// @param pair the column of the second text
/// @param pairRequired whether a file (CSV, TSV) or object (JSONL) without the `pair` column is refused; else it has no second text
/// @param label the column of the label; must exist if `labelled`
/// @param labelled whether labels are read; else every example is [TextExample#UNLABELLED]
/// @param layout of the table
public record TextColumns(
        String text, String pair, boolean pairRequired, String label, boolean labelled, TableLayout layout) {

    private static final TextColumns STANDARD = new TextColumns("text", "text_pair", false, "label", true, TableLayout.USUAL);

    /// @throws IllegalArgumentException if a name is blank or stands for two columns
    public TextColumns {
        List<String> names = labelled ? List.of(text, pair, label) : List.of(text, pair);
        if (names.stream().anyMatch(String::isBlank) || new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("columns " + QuotedNames.of(names) + ": need " + (labelled ? "three" : "two") + " different names");
        }
    }

    /// `text`, optional `text_pair`, `label`.
    ///
    /// @return the names that hold unless others are given
    public static TextColumns standard() {
        return STANDARD;
    }

    /// The same with another name for the text, as `--text-column` gives it.
    ///
    /// @param name the column
    /// @return the changed names
    public TextColumns withText(String name) {
        return new TextColumns(name, pair, pairRequired, label, labelled, layout);
    }

    /// The same with another name for the second text, which must then exist, as `--pair-column` gives it.
    ///
    /// @param name the column
    /// @return the changed names
    public TextColumns withPair(String name) {
        return new TextColumns(text, name, true, label, labelled, layout);
    }

    /// The same with another name for the label, as `--label-column` gives it.
    ///
    /// @param name the column
    /// @return the changed names
    public TextColumns withLabel(String name) {
        return new TextColumns(text, pair, pairRequired, name, labelled, layout);
    }

    /// The same of a table of some layout.
    ///
    /// @param other what holds of the whole table
    /// @return the changed names
    public TextColumns withLayout(TableLayout other) {
        return new TextColumns(text, pair, pairRequired, label, labelled, other);
    }

    /// The same without labels: for texts that are to be classified.
    ///
    /// @return the changed names
    public TextColumns unlabelled() {
        return new TextColumns(text, pair, pairRequired, label, false, layout);
    }
}
