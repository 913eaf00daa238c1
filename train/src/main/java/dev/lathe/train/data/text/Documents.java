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

/// Reads documents, a sentence a line, for pre-training.
public final class Documents {
    private Documents() {}

    /// Reads a file of lines, each a sentence; blank lines part the documents.
    ///
    /// @throws DataException if there is no sentence, no such file, not a file, or a byte that is not UTF-8
    public static Dataset<Document> readLines(Path path) throws IOException {
        return Dataset.read(path, Documents::lines);
    }

    /// Reads one column of a file of rows: each row a document, each line of its text a sentence. Rows without a sentence are skipped.
    ///
    /// @param columns of which the text's is read
    /// @throws DataException at the first bad row, or if there is no sentence, no such file, or not a file
    public static Dataset<Document> read(Path path, DataFormat format, TextColumns columns) throws IOException {
        return Dataset.read(path, (file, in) -> format.rows(file, new RowColumns(List.of(columns.text()), List.of(), columns.layout()),
                row -> new Document(row.source(), row.text(columns.text()).lines().filter(line -> !line.isBlank()).toList()))
                .read(file, in).stream().filter(document -> !document.sentences().isEmpty()).toList());
    }

    private static List<Document> lines(Path file, StrictUtf8Reader in) throws IOException {
        var lines = new BufferedReader(in);
        var documents = new ArrayList<Document>();
        var sentences = new ArrayList<String>();
        long lineNumber = 1;
        long first = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank()) {
                take(file, first, sentences, documents);
            } else {
                first = sentences.isEmpty() ? lineNumber : first;
                sentences.add(line);
            }
            in.startRow(++lineNumber);
        }
        take(file, first, sentences, documents);
        return documents;
    }

    private static void take(Path file, long firstLine, List<String> sentences, List<Document> documents) {
        if (!sentences.isEmpty()) {
            documents.add(new Document(new SourceLine(file, firstLine), sentences));
            sentences.clear();
        }
    }

    /// Checks that each document has something to learn from.
    ///
    /// @throws DataException naming the first that has no sentence, or a blank one
    public static void requireWords(Dataset<Document> documents) {
        for (Document document : documents.examples()) {
            if (document.sentences().isEmpty() || document.sentences().stream().anyMatch(String::isBlank)) {
                throw document.source().error("a document needs sentences, and none that is blank");
            }
        }
    }
}
