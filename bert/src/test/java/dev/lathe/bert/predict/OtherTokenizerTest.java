package dev.lathe.bert.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.Device;
import dev.lathe.bert.TinyHeads;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.tensor.Workspace;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.WindowedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes into a model, and what comes out, where neither tokenizer nor template is BERT's.
class OtherTokenizerTest {
    private static final SpaceTokenizer TOKENIZER = new SpaceTokenizer(Vocabulary.of(
            List.of("<s>", "</s>", "where", "did", "she", "live", "in", "old", "town", "there", "Ada")));
    private static final String QUESTION = "where did she live";
    private static final String CONTEXT = "in old town she did live there in town";

    /// What a model is given of these sequences: the ids, then the types.
    private static List<int[]> read(List<TokenSequence> sequences) {
        try (Device device = Device.cpu(1); var workspace = Workspace.model("batch", device.backend())) {
            TokenBatch batch = TokenBatch.of(workspace, sequences);
            return List.of(batch.inputIds().toIntArray(), batch.tokenTypeIds().toIntArray());
        }
    }

    @Test
    void textsAndPairsGoIntoTheModelInTheTokenizersTemplate(@TempDir Path folder) throws IOException {
        var stored = ModelDirectory.open(TinyHeads.answers(folder.resolve("model")));
        var directory = stored.withTokenizer(TOKENIZER);
        var encoder = TextEncoder.of(directory, 8);
        List<int[]> single = read(List.of(encoder.encode(CONTEXT)));
        assertArrayEquals(new int[] {0, 6, 7, 8, 4, 3, 5, 1}, single.get(0));
        assertArrayEquals(new int[8], single.get(1));
        List<int[]> pair = read(List.of(encoder.encode(TextInput.of("Ada", CONTEXT))));
        assertArrayEquals(new int[] {0, 10, 1, 1, 6, 7, 8, 1}, pair.get(0));
        assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1, 1, 1}, pair.get(1));
        assertEquals("maxLength 2: needs 3 to 128",
                assertThrows(IllegalArgumentException.class, () -> TextEncoder.of(directory, 2)).getMessage());
    }

    @Test
    void aLongContextIsReadBehindTheQuestionAndAnswersAreFoundInIt() {
        var options = new QuestionAnswerer.Options(16, 3, 2, 1, false, 0).withStride(3);
        WindowedText text = options.windows(TOKENIZER, QUESTION + " there in town", CONTEXT);
        // Of the question's seven tokens six fit into eight with its two special ones; both texts together have four.
        List<int[]> given = read(TokenSequence.all(text.sequences()));
        assertArrayEquals(new int[] {
            0, 2, 3, 4, 5, 9, 6, 1, 1, 6, 7, 8, 4, 3, 5, 1,
            0, 2, 3, 4, 5, 9, 6, 1, 1, 4, 3, 5, 9, 6, 8, 1}, given.get(0));
        assertArrayEquals(new int[] {
            0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1,
            0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1}, given.get(1));
        List<float[]> logits = new ArrayList<>();
        text.sequences().forEach(sequence -> logits.add(new float[2 * sequence.size()]));
        logits.get(1)[2 * text.inSequence(1, 7)] = 5;
        logits.get(1)[2 * text.inSequence(1, 8) + 1] = 5;
        Answer answer = new AnswerSearch(options, text, logits).find(CONTEXT).best().getFirst();
        assertEquals("in town", answer.text());
        assertEquals(CONTEXT.lastIndexOf("in town"), answer.start());
    }

    @Test
    void entitiesAreWhereTheTextHasThem() {
        String text = "she did live in old town there";
        WindowedText windows = TOKENIZER.windowed(text, 5, 1);
        assertEquals(3, windows.windows());
        Encoding encoding = windows.encoding();
        var scores = new float[encoding.size()][];
        for (int token = 0; token < windows.tokens(); token++) {
            boolean place = token == 4 || token == 5;
            scores[windows.inEncoding(token)] = new float[] {place ? 0 : 1, place ? 1 : 0};
        }
        List<Entity> entities = new EntityDecoder(List.of("O", "I-LOC"), Aggregation.SIMPLE).decode(text, encoding, scores);
        assertEquals(1, entities.size());
        assertEquals("old town", entities.getFirst().text());
        assertEquals(16, entities.getFirst().start());
    }
}
