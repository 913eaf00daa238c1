package dev.lathe.train.data.tags;

import dev.lathe.train.data.rows.QuotedNames;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.rows.StrictUtf8Reader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the sentences of a CoNLL file: a token a line, the token first, its tag last; blank lines between sentences.
///
/// A line with a tab is parted at tabs, so that its token may hold spaces, or be one; else at spaces. A line that starts with
/// `-DOCSTART-` begins a document and is no token.
///
/// A line that starts with `#` before a sentence's first token is a comment, such as `# id 7`, unless it is as wide as a line of
/// the file that starts otherwise and has a tag of one: then it is the token `#`, or a hash tag. After the first token every
/// line is a token.
///
/// A file whose first token has the number 1 and ten columns parted by tabs is CoNLL-U: its tokens are in the second column, their
/// parts of speech in the fourth; lines of contracted words (`1-2`) and of words left out (`1.1`) are passed over.
public final class ConllRows {

    private static final String DOCUMENT = "-DOCSTART-";
    private static final Pattern SPACES = Pattern.compile(" +");
    private static final Pattern OUTER_SPACES = Pattern.compile("^ +| +$");
    private static final Pattern FIRST_OF_CONLL_U = Pattern.compile("0\\.1|1|1-[0-9]+");
    private static final int COLUMNS_OF_CONLL_U = 10;

    private final Path file;
    private final List<List<Line>> sentences = new ArrayList<>();
    private final Set<Form> forms = new HashSet<>();
    private List<Line> sentence = new ArrayList<>();

    /// What tells a token's line from a comment's.
    private record Form(int columns, String tag) {
    }

    /// @param certain whether it cannot be a comment
    private record Line(SourceLine source, List<String> columns, boolean certain) {
        Form form() {
            return new Form(columns.size(), tag());
        }

        String token() {
            return columns.getFirst().isBlank() ? columns.getFirst() : columns.getFirst().strip();
        }

        String tag() {
            return columns.getLast().strip();
        }

        boolean isOfConllU() {
            return columns.size() == COLUMNS_OF_CONLL_U && FIRST_OF_CONLL_U.matcher(columns.getFirst()).matches();
        }
    }

    private ConllRows(Path file) {
        this.file = file;
    }

    /// All sentences of the file, in its order.
    static List<TaggedSentence> read(Path file, StrictUtf8Reader in) throws IOException {
        ConllRows rows = new ConllRows(file);
        BufferedReader lines = new BufferedReader(in);
        long lineNumber = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            rows.line(line, new SourceLine(file, lineNumber));
            in.startRow(++lineNumber);
        }
        rows.endSentence();
        return rows.tagged();
    }

    private void line(String line, SourceLine source) {
        if (line.isBlank() || line.startsWith(DOCUMENT)) {
            endSentence();
            return;
        }
        boolean certain = !line.startsWith("#") || !sentence.isEmpty() && sentence.getLast().certain();
        List<String> columns = List.of(line.indexOf('\t') >= 0
                ? line.stripTrailing().split("\t")
                : SPACES.split(OUTER_SPACES.matcher(line).replaceAll("")));
        int filled = columns.getFirst().isEmpty() ? columns.size() - 1 : columns.size();
        if (filled < 2 && !certain) {
            return;
        }
        if (filled < 2) {
            throw source.error("one column, " + QuotedNames.of(line.strip()) + "; a token and its tag are needed");
        }
        if (filled < columns.size()) {
            throw source.error("the first column is empty; a token and its tag are needed");
        }
        sentence.add(new Line(source, columns, certain));
        if (certain) {
            forms.add(sentence.getLast().form());
        }
    }

    private void endSentence() {
        if (!sentence.isEmpty()) {
            sentences.add(sentence);
            sentence = new ArrayList<>();
        }
    }

    private List<TaggedSentence> tagged() {
        boolean conllU = sentences.stream().flatMap(List::stream).filter(Line::certain).findFirst()
                .filter(Line::isOfConllU).isPresent();
        return sentences.stream()
                .map(lines -> conllU ? numbered(lines) : tokens(lines))
                .filter(lines -> !lines.isEmpty())
                .map(lines -> new TaggedSentence(lines.getFirst().source(), !conllU,
                        lines.stream().map(line -> conllU ? line.columns().get(1) : line.token()).toList(),
                        lines.stream().map(line -> conllU ? line.columns().get(3) : line.tag()).toList()))
                .toList();
    }

    /// The lines from the first token on.
    private List<Line> tokens(List<Line> lines) {
        int first = 0;
        while (first < lines.size() && !lines.get(first).certain() && !forms.contains(lines.get(first).form())) {
            first++;
        }
        return lines.subList(first, lines.size());
    }

    /// The lines of CoNLL-U that are words.
    private static List<Line> numbered(List<Line> lines) {
        List<Line> words = new ArrayList<>();
        for (Line line : lines) {
            if (line.certain() && line.columns().size() != COLUMNS_OF_CONLL_U) {
                throw line.source().error("%d columns where CoNLL-U has %d".formatted(
                        line.columns().size(), COLUMNS_OF_CONLL_U));
            }
            if (line.certain() && line.columns().getFirst().chars().allMatch(Character::isDigit)) {
                words.add(line);
            }
        }
        return words;
    }
}
