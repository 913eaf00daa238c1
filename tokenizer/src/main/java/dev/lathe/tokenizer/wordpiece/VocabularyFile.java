package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.file.FileBytes;
import dev.lathe.tokenizer.file.NamedFile;
import dev.lathe.tokenizer.text.CharacterTable;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `vocab.txt`: a token a line, the id of each the number of its line, from 0.
///
/// A line ends at LF, and spaces at its end are not the token's, as in the reference.
final class VocabularyFile {
    static final String NAME = "vocab.txt";

    private VocabularyFile() {}

    private static List<String> read(Path file) throws IOException {
        String text = decode(file, FileBytes.read(file));
        var tokens = new ArrayList<String>();
        for (int from = text.startsWith("\uFEFF") ? 1 : 0; from < text.length(); ) {
            int newline = text.indexOf('\n', from);
            int to = newline < 0 ? text.length() : newline;
            tokens.add(text.substring(from, endWithoutSpaces(text, from, to)));
            from = to + 1;
        }
        if (tokens.isEmpty()) {
            throw new TokenizerException(file + ": is empty");
        }
        return tokens;
    }

    private static int endWithoutSpaces(String text, int from, int to) {
        CharacterTable table = CharacterTable.get();
        int end = to;
        while (end > from && table.has(table.record(text.charAt(end - 1)), CharacterTable.WHITESPACE)) {
            end--;
        }
        return end;
    }

    /// A tokenizer of the file alone, without any added token.
    static TokenizerParts parts(Path file, TokenizerOptions options) throws IOException {
        List<String> lines = read(file);
        try {
            return new TokenizerParts(file.toString(), Vocabulary.ofLines(lines), options, List.of(),
                    Optional.empty(), DecodingForm.CLEANED_UP);
        } catch (IllegalArgumentException e) {
            throw new TokenizerException(file + ": " + e.getMessage(), e);
        }
    }

    /// @throws IllegalStateException if a token does not fit on a line
    static void check(Path file, List<String> tokens) {
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            if (token.indexOf('\n') >= 0) {
                throw new IllegalStateException("%s: token %d holds a line break: a line cannot".formatted(file, id));
            }
        }
    }

    static void write(Path file, List<String> tokens) throws IOException {
        NamedFile.write(file, (String.join("\n", tokens) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(Path file, byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new TokenizerException("%s: line %d: byte 0x%02X is not UTF-8"
                    .formatted(file, line, bytes[in.position()]));
        }
        return out.flip().toString();
    }
}
