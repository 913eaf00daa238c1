package dev.lathe.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Offsets lead back to the text that a token came from.
class OffsetsTest {
    private static final long SEED = Long.getLong("test.seed", 7_031);

    @TempDir
    Path directory;

    /// The substring, read as a text of its own, gives the token without `##`. Not where one character
    /// became several tokens (a syllable its jamo, a ligature its letters): each has the whole
    /// character's place; nor where marks changed places, which only moves places within their run.
    @Test
    void theSubstringOfATokenSpellsTheToken() throws IOException {
        var tokenizer = WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory));
        int checked = 0;
        for (String text : writtenAnd(SampleTexts.mixed(SEED, 500))) {
            Encoding encoding = tokenizer.encode(text);
            for (int i = 1; i < encoding.size() - 1; i++) {
                if (encoding.id(i) == tokenizer.unkId() || sharesItsPlace(encoding, i)) {
                    continue;
                }
                String token = encoding.token(i);
                String bare = token.startsWith("##") && token.length() > 2 ? token.substring(2) : token;
                String part = text.substring(encoding.start(i), encoding.end(i));
                assertEquals(bare, normalized(tokenizer, part), () -> "'%s' of '%s'".formatted(part, text));
                checked++;
            }
        }
        assertTrue(checked > 3_000, "too few tokens were checked: " + checked);
    }

    @Test
    void placesOfASingleTextNeverGoBack() throws IOException {
        var tokenizer = WordPieceTokenizer.fromTokenizerJson(TestVocabularies.uncased(directory));
        for (String text : writtenAnd(SampleTexts.marked(SEED, 500))) {
            Encoding encoding = tokenizer.encode(text);
            int last = 0;
            for (int i = 1; i < encoding.size() - 1; i++) {
                assertTrue(encoding.start(i) >= last && encoding.end(i) > encoding.start(i)
                        && encoding.end(i) <= text.length(), "token %d of '%s'".formatted(i, text));
                last = encoding.start(i);
            }
        }
    }

    private static List<String> writtenAnd(List<String> made) {
        return Stream.concat(SampleTexts.written().stream(), made.stream()).toList();
    }

    private static boolean sharesItsPlace(Encoding encoding, int index) {
        boolean before = encoding.end(index - 1) > encoding.start(index);
        boolean after = index + 1 < encoding.size() - 1 && encoding.start(index + 1) < encoding.end(index);
        return before || after;
    }

    /// What the pieces of a text spell, spaces left out.
    private static String normalized(WordPieceTokenizer tokenizer, String text) {
        Encoding encoding = tokenizer.encode(text);
        var spelled = new StringBuilder();
        for (int i = 1; i < encoding.size() - 1; i++) {
            String token = encoding.token(i);
            spelled.append(token.startsWith("##") && token.length() > 2 ? token.substring(2) : token);
        }
        return spelled.toString();
    }
}
