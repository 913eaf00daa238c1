package dev.lathe.bert.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.TinyHeads;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.predict.MaskFiller.Guess;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskFillerTest {
    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void makeModel() throws IOException {
        model = TinyHeads.words(folder.resolve("model"));
    }

    @Test
    void guessesAreTokensByFallingProbabilityThatSumsToOne() throws IOException {
        try (var filler = MaskFiller.load(model)) {
            List<Guess> all = filler.fill("the food was [MASK].", 100).getFirst();
            assertEquals(TinyHeads.VOCABULARY, all.size());
            assertEquals(1, all.stream().mapToDouble(Guess::probability).sum(), 1e-6);
            for (int i = 1; i < all.size(); i++) {
                assertTrue(all.get(i - 1).probability() >= all.get(i).probability());
            }
            assertEquals("good", all.stream().filter(g -> g.id() == 5).map(Guess::token).findFirst().orElseThrow());
            assertEquals(all.subList(0, 3), filler.fill("the food was [MASK].", 3).getFirst());
        }
    }

    @Test
    void everyMaskHasItsOwnGuesses() throws IOException {
        try (var filler = MaskFiller.load(model)) {
            var guesses = filler.fill("[MASK] food [MASK] very bad.", 5);
            assertEquals(2, guesses.size());
            assertNotEquals(guesses.get(0), guesses.get(1));
        }
    }

    @Test
    void aTextWithoutAMaskOrTooLongIsRefused() throws IOException {
        try (var filler = MaskFiller.load(model)) {
            refuses("fill-mask: no '[MASK]' in the text", filler, "the food was good.", 5);
            refuses("fill-mask: 203 tokens: the model takes 128; shorten the text", filler,
                    "very ".repeat(200) + "[MASK]", 5);
            refuses("fill-mask: top 0: must be at least 1", filler, "[MASK]", 0);
        }
    }

    @Test
    void whatCannotGuessIsRefused() throws IOException {
        Path encoder = TinyModel.encoder(folder.resolve("encoder"));
        assertEquals(encoder + ": model.safetensors: no 'cls.predictions.transform.dense.weight': "
                        + "the model is not trained for this task",
                assertThrows(CheckpointException.class, () -> MaskFiller.load(encoder)).getMessage());
    }

    private static void refuses(String message, MaskFiller filler, String text, int top) {
        assertEquals(message,
                assertThrows(IllegalArgumentException.class, () -> filler.fill(text, top)).getMessage());
    }
}
