package dev.lathe.train.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Reads the sentences of a CoNLL file: a token a line, the token first, its tag last; blank lines between sentences.
///
/// A line with a tab is parted at tabs, so that its token may hold spaces; else at spaces. A line that starts with
/// `-DOCSTART-` begins a document and is no token.
final class ConllRows {

    private static final String DOCUMENT = "-DOCSTART-";
    private static final Pattern TABS = Pattern.compile("\\s*\t\\s*");
    private static final Pattern SPACES = Pattern.compile(" +");

    private final Path file;
    private final List<TaggedSentence> sentences = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();

    private ConllRows(Path file) {
        this.file = file;
    }

    /// All sentences of the file, in its order.
    static List<TaggedSentence> read(Path file, StrictUtf8Reader in) throws IOException {
        ConllRows rows = new ConllRows(file);
        BufferedReader lines = new BufferedReader(in);
        long lineNumber = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            rows.line(line, lineNumber);
            in.startRow(++lineNumber);
        }
        rows.endSentence(lineNumber);
        return rows.sentences;
    }

    private void line(String line, long number) {
        if (line.isBlank() || line.startsWith(DOCUMENT)) {
            endSentence(number);
            return;
        }
        String[] columns = (line.indexOf('\t') >= 0 ? TABS : SPACES).split(line.strip());
        if (columns.length < 2) {
            throw new SourceLine(file, number).error(
                    "one column, " + QuotedNames.of(line.strip()) + "; a token and its tag are needed");
        }
        tokens.add(columns[0]);
        tags.add(columns[columns.length - 1]);
    }

    /// @param number the line after the sentence's last one
    private void endSentence(long number) {
        if (!tokens.isEmpty()) {
            sentences.add(new TaggedSentence(new SourceLine(file, number - tokens.size()), true, tokens, tags));
            tokens.clear();
            tags.clear();
        }
    }
}
