package dev.lathe.tokenizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `vocab.txt`: a token a line, the id of each the number of its line, from 0.
///
/// A line ends at LF or CRLF and nowhere else: vocabularies hold other spaces as tokens.
final class VocabularyFile {
    static final String NAME = "vocab.txt";

    private VocabularyFile() {}

    static List<String> read(Path file) throws IOException {
        String text = decode(file, FileBytes.read(file));
        var tokens = new ArrayList<String>();
        for (int from = text.startsWith("\uFEFF") ? 1 : 0; from < text.length(); ) {
            int newline = text.indexOf('\n', from);
            int to = newline < 0 ? text.length() : newline;
            int end = to > from && text.charAt(to - 1) == '\r' ? to - 1 : to;
            tokens.add(text.substring(from, end));
            from = to + 1;
        }
        if (tokens.isEmpty()) {
            throw new TokenizerException(file + ": is empty");
        }
        return tokens;
    }

    /// @param modelSize how many of the tokens, from the first, stood in the file
    static Vocabulary vocabulary(Path file, List<String> tokens, int modelSize) {
        try {
            return Vocabulary.of(tokens, modelSize, (token, first, second) -> new TokenizerException(
                    "%s: line %d: '%s' is on line %d already".formatted(file, second + 1, token, first + 1)));
        } catch (IllegalArgumentException e) {
            throw new TokenizerException(file + ": " + e.getMessage(), e);
        }
    }

    /// @throws IllegalStateException if a token does not fit on a line
    static void check(Path file, List<String> tokens) {
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            if (token.indexOf('\n') >= 0 || token.endsWith("\r")) {
                throw new IllegalStateException("%s: token %d holds a line break: a line cannot".formatted(file, id));
            }
        }
    }

    static void write(Path file, List<String> tokens) throws IOException {
        Files.writeString(file, String.join("\n", tokens) + "\n");
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
