package dev.lathe.train.task.tagging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.testkit.model.TinyModel;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import dev.lathe.train.data.labels.LabelSet;
import dev.lathe.train.data.tags.TaggedSentence;
import dev.lathe.train.data.rows.SourceLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the tags of words go.
class TagEncodingTest {
    private static final int IGNORED = -100;
    private static final LabelSet LABELS = LabelSet.ofModel(List.of("O", "B-X"));

    @TempDir
    private Path folder;
    private WordPieceTokenizer tokenizer;

    @BeforeEach
    void load() throws IOException {
        tokenizer = WordPieceTokenizer.load(TinyModel.encoder(folder));
    }

    private List<TaggedWindow> windows(int maxLength, int stride, List<String> tokens, List<String> tags) {
        var sentence = new TaggedSentence(new SourceLine(Path.of("data"), 1), true, tokens, tags);
        return new TagEncoding(tokenizer, maxLength, stride).encode(sentence, LABELS);
    }

    @Test
    void aWordsTagGoesToItsFirstPiece() {
        var window = windows(16, 2, List.of("the", "goodly", "food"), List.of("O", "B-X", "O")).getFirst();
        assertArrayEquals(new int[] {IGNORED, 0, 1, IGNORED, 0, IGNORED}, window.labels());
        assertArrayEquals(new int[] {0, 1, 2}, window.words());
        assertEquals(6, window.tokens().size());
    }

    @Test
    void aWordOfWhichNothingIsLeftIsPassedOver() {
        var window = windows(16, 2, List.of("the", "\u200d", "food"), List.of("O", "B-X", "O")).getFirst();
        assertArrayEquals(new int[] {IGNORED, 0, 0, IGNORED}, window.labels());
        assertArrayEquals(new int[] {0, 2}, window.words());
    }

    /// Seven tokens in windows of four that share two: 0..3, 2..5, 4..6. Of those that two windows show each goes to the
    /// one in which it is farther from the end.
    @Test
    void eachWordIsJudgedInTheWindowThatShowsMostAroundIt() {
        var windows = windows(6, 2, Collections.nCopies(7, "food"), Collections.nCopies(7, "B-X"));
        assertEquals(3, windows.size());
        assertArrayEquals(new int[] {0, 1, 2}, windows.get(0).words());
        assertArrayEquals(new int[] {3, 4}, windows.get(1).words());
        assertArrayEquals(new int[] {5, 6}, windows.get(2).words());
        assertArrayEquals(new int[] {IGNORED, IGNORED, 1, 1, IGNORED, IGNORED}, windows.get(1).labels());
    }

    @Test
    void windowsWithoutAWordsBeginningAreLeftOut() {
        var windows = windows(5, 1, List.of("food", "good" + "ly".repeat(9), "bad"), List.of("O", "B-X", "O"));
        int[] words = windows.stream().flatMapToInt(window -> Arrays.stream(window.words())).toArray();
        assertArrayEquals(new int[] {0, 1, 2}, words);
        assertEquals(2, windows.size());
        for (TaggedWindow window : windows) {
            assertTrue(IntStream.of(window.labels()).anyMatch(label -> label != IGNORED));
        }
    }
}
