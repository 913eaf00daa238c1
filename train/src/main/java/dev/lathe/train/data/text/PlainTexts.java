package dev.lathe.train.data.text;

import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.RowColumns;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.rows.StrictUtf8Reader;
import dev.lathe.train.data.rows.TextColumns;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads texts without labels, for masked language modelling. Blank ones have nothing to learn from and are skipped.
public final class PlainTexts {

    private PlainTexts() {
    }

    /// Reads a file of lines, each a text.
    ///
    /// @param path the file; opened once and read from front to back
    /// @return the texts, one or more
    /// @throws DataException if there is no text, no such file, not a file, or a byte that is not UTF-8
    /// @throws IOException if reading fails
    public static Dataset<PlainText> readLines(Path path) throws IOException {
        return Dataset.read(path, PlainTexts::lines);
    }

    /// Reads one column of a file of rows.
    ///
    /// @param path the file; opened once and read from front to back
    /// @param format JSONL, CSV or TSV
    /// @param columns of which the text's is read
    /// @return the texts, one or more
    /// @throws DataException at the first bad row, or if there is no text, no such file, or not a file
    /// @throws IOException if reading fails
    public static Dataset<PlainText> read(Path path, DataFormat format, TextColumns columns) throws IOException {
        return Dataset.read(path, (file, in) -> format.rows(file, new RowColumns(List.of(columns.text()), List.of(), columns.layout()),
                row -> new PlainText(row.source(), row.text(columns.text()))).read(file, in).stream()
                .filter(text -> !text.text().isBlank()).toList());
    }

    private static List<PlainText> lines(Path file, StrictUtf8Reader in) throws IOException {
        BufferedReader lines = new BufferedReader(in);
        List<PlainText> texts = new ArrayList<>();
        long lineNumber = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                texts.add(new PlainText(new SourceLine(file, lineNumber), line));
            }
            in.startRow(++lineNumber);
        }
        return texts;
    }

    /// Checks that each text has something to learn from.
    ///
    /// @throws DataException naming the first that is blank
    public static void requireWords(Dataset<PlainText> texts) {
        for (PlainText text : texts.examples()) {
            if (text.text().isBlank()) {
                throw text.source().error("the text is blank");
            }
        }
    }
}
