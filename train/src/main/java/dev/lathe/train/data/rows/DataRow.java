package dev.lathe.train.data.rows;

/// A row of a data file by its columns (CSV, TSV) or keys (JSONL), so that a task's examples are made one way for all.
///
/// Every reading fails with the row's file and line if the value is of another kind.
public interface DataRow {

    /// Where the row begins.
    SourceLine source();

    /// Whether there is a value: in CSV and TSV whether there is such a column, in JSONL whether the key is there and not null.
    boolean has(String column);

    /// Text, exactly as in the file.
    String text(String column);

    /// A name: text or an integer's digits.
    String name(String column);

    /// Labels: a list in JSONL; in CSV and TSV a list as JSON or Python write it, else the names between separators, without the
    /// spaces around.
    LabelList labels(String column);

    /// What stands there, of whatever kind: a text, a number in its digits, or a list of those.
    Object written(String column);

    /// A finite number.
    double number(String column);
}
