package dev.lathe.train.data;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.JsonRow;
import dev.lathe.train.data.rows.JsonRows;
import dev.lathe.train.data.rows.QuotedNames;
import dev.lathe.train.data.rows.RowColumns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads multiple-choice questions from JSONL: `context` or `question` or both, `choices` (a list of strings), and `label`, the
/// index of the right one from 0, or its letter from A in either case.
public final class MultipleChoices {

    private static final RowColumns COLUMNS =
            new RowColumns(List.of(), List.of("context", "question", "choices", "label"));
    private static final Pattern LETTER = Pattern.compile("[A-Za-z]");
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");

    private MultipleChoices() {
    }

    /// Reads and checks a whole file.
    ///
    /// @param path the file; opened once and read from front to back
    /// @return the questions, one or more
    /// @throws DataException at the first bad row, or if there is no row, no such file, or not a file
    /// @throws IOException if reading fails
    public static Dataset<ChoiceExample> read(Path path) throws IOException {
        return Dataset.read(path, (file, in) -> JsonRows.read(file, in, COLUMNS, row -> example(row, true)));
    }

    /// Questions that are to be answered, one after another; what the file says of labels is ignored.
    ///
    /// @param path what messages call the file
    /// @param in its bytes, which the reader closes
    /// @return a reader that throws a [DataException] at the first bad row, or if there is none
    public static ExampleReader<ChoiceExample> openUnlabelled(Path path, InputStream in) {
        return ExampleReader.of(path, in, (file, text) -> JsonRows.open(file, text, COLUMNS, row -> example(row, false)));
    }

    private static ChoiceExample example(JsonRow row, boolean labelled) {
        List<String> choices = row.texts("choices");
        int label = labelled ? label(row) : ChoiceExample.UNLABELLED;
        // A question without context is itself what the choices follow.
        boolean both = row.has("context") && row.has("question");
        String context = row.has("context") || !row.has("question") ? row.text("context") : row.text("question");
        return new ChoiceExample(row.source(), context, both ? row.text("question") : null, choices, label);
    }

    private static int label(JsonRow row) {
        String label = row.name("label").strip();
        if (LETTER.matcher(label).matches()) {
            return label.toUpperCase(Locale.ROOT).charAt(0) - 'A';
        }
        if (INDEX.matcher(label).matches()) {
            return Integer.parseInt(label);
        }
        throw row.source().error("'label' is " + QuotedNames.of(label) + ", neither an index from 0 nor a letter");
    }

    /// Checks that each question says which choice is right.
    ///
    /// @throws DataException naming the first that does not
    public static void requireLabels(Dataset<ChoiceExample> questions) {
        for (ChoiceExample question : questions.examples()) {
            if (question.label() == ChoiceExample.UNLABELLED) {
                throw question.source().error("no label");
            }
        }
    }
}
