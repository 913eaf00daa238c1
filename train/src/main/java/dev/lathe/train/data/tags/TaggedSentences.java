package dev.lathe.train.data.tags;

import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.tagging.Tag;
import dev.lathe.train.tagging.TagScheme;
import dev.lathe.train.tagging.TagViolation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// Reads the data of taggers: CoNLL files, and JSONL with `tokens` and `tags`, or with `text` and `entities`.
///
/// An object of `entities` has `type`, `start` and `end`, offsets into the text in UTF-16 units as Lathe's own predictions have
/// them, and may have the `text` between, which is then compared. Such texts are cut into words as BERT's tokenizer cuts
/// them, and where an entity begins or ends inside a word; their tags are [TagScheme#IOB2].
public final class TaggedSentences {

    private TaggedSentences() {
    }

    /// The format of a file when none is given: JSONL by its extension, `.jsonl` or `.json`, else CoNLL.
    ///
    /// @param file the file; not opened
    /// @return [DataFormat#JSONL] or [DataFormat#CONLL]
    public static DataFormat formatOf(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".json") ? DataFormat.JSONL : DataFormat.CONLL;
    }

    /// Reads and checks a whole file. Tags may be any names, such as parts of speech; see [#requireTags].
    ///
    /// @param path the file; opened once and read from front to back
    /// @param format [DataFormat#CONLL] or [DataFormat#JSONL]
    /// @return the sentences, one or more
    /// @throws DataException at the first bad row, or if there is no row, no such file, or not a file
    /// @throws IOException if reading fails
    public static Dataset<TaggedSentence> read(Path path, DataFormat format) throws IOException {
        return Dataset.read(path, switch (format) {
            case CONLL -> ConllRows::read;
            case JSONL -> TaggedRows::read;
            case CSV, TSV, SQUAD -> throw new DataException(path + ": --format " + format.optionValue()
                    + " holds no tagged sentences; needs conll or jsonl");
        });
    }

    /// Checks that the tags go together: either all mark chunks, in a scheme that there is, or none does.
    ///
    /// @throws DataException naming file and line of a plain tag among those of chunks, or the file if no scheme has all letters, or
    /// if tags of chunks stand where the tokens should
    public static void requireTags(Dataset<TaggedSentence> sentences) {
        if (Tag.markChunks(distinct(sentences, TaggedSentence::tags))) {
            schemeOf(sentences);
            return;
        }
        Set<String> tokens = distinct(sentences, TaggedSentence::tokens);
        // As brat's converter writes it: the tag first, the token last.
        if (tokens.stream().anyMatch(token -> token.startsWith("B-")) && Tag.markChunks(tokens)
                && tokens.stream().allMatch(token -> token.equals("O") || token.indexOf('-') == 1)) {
            throw new DataException(sentences.file().path() + ": the first column holds the tags; the token must come first");
        }
    }

    private static Set<String> distinct(
            Dataset<TaggedSentence> sentences, Function<TaggedSentence, List<String>> column) {
        Set<String> distinct = new HashSet<>();
        sentences.examples().forEach(sentence -> distinct.addAll(column.apply(sentence)));
        return distinct;
    }

    /// The scheme of the tags, as [TagScheme#of] finds it.
    ///
    /// @return the scheme
    /// @throws DataException naming file and line if a tag marks no chunk, or the file if no scheme has all letters
    public static TagScheme schemeOf(Dataset<TaggedSentence> sentences) {
        for (TaggedSentence sentence : sentences.examples()) {
            requireChunks(sentence);
        }
        try {
            return TagScheme.of(sentences.examples().stream().map(TaggedSentence::tags).toList());
        } catch (IllegalArgumentException e) {
            throw new DataException(sentences.file().path() + ": " + e.getMessage());
        }
    }

    /// What a scheme does not allow in the data.
    ///
    /// @param scheme how their tags should be written
    /// @return a message with file, line and reason for each tag that does not fit, in the order of the file
    /// @throws DataException if a tag marks no chunk
    public static List<String> violations(Dataset<TaggedSentence> sentences, TagScheme scheme) {
        List<String> messages = new ArrayList<>();
        for (TaggedSentence sentence : sentences.examples()) {
            requireChunks(sentence);
            for (TagViolation violation : scheme.violations(sentence.tags())) {
                messages.add(sentence.sourceOf(violation.index())
                        .error(violation.reason() + ", which " + scheme + " does not allow").getMessage());
            }
        }
        return messages;
    }

    private static void requireChunks(TaggedSentence sentence) {
        for (int i = 0; i < sentence.tags().size(); i++) {
            try {
                Tag.parse(sentence.tags().get(i));
            } catch (IllegalArgumentException e) {
                throw sentence.sourceOf(i).error(e.getMessage());
            }
        }
    }
}
