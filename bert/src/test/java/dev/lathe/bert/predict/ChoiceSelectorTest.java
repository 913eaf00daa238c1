package dev.lathe.bert.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.TinyHeads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoiceSelectorTest {
    private static final List<String> CHOICES = List.of("good", "very bad.", "awful, not fine", "");

    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void makeModel() throws IOException {
        model = TinyHeads.choices(folder.resolve("model"));
    }

    @Test
    void theMostProbableOfScoresThatSumToOneIsChosen() throws IOException {
        try (var selector = ChoiceSelector.load(model)) {
            var choice = selector.choose("the food was", CHOICES);
            assertEquals(4, choice.scores().size());
            assertEquals(1, choice.scores().stream().mapToDouble(p -> p).sum(), 1e-12);
            assertEquals(choice.score(), choice.scores().get(choice.index()));
            assertEquals(choice.score(), choice.scores().stream().mapToDouble(p -> p).max().orElseThrow());
        }
    }

    @Test
    void theOrderOfTheChoicesDoesNotMatter() throws IOException {
        try (var selector = ChoiceSelector.load(model)) {
            var choice = selector.choose("the food was", CHOICES);
            var reversed = selector.choose("the food was", CHOICES.reversed());
            assertEquals(3 - choice.index(), reversed.index());
            for (int i = 0; i < 4; i++) {
                assertEquals(choice.scores().get(i), reversed.scores().get(3 - i), 1e-15);
            }
        }
    }

    @Test
    void equalChoicesShareAndTheFirstIsChosen() throws IOException {
        try (var selector = ChoiceSelector.load(model)) {
            assertEquals(new ChoiceSelector.Choice(0, 0.5, List.of(0.5, 0.5)),
                    selector.choose("the food", List.of("was good", "was good")));
        }
    }

    @Test
    void nothingToChooseFromIsRefused() throws IOException {
        try (var selector = ChoiceSelector.load(model)) {
            assertEquals("choose: no choices given", assertThrows(
                    IllegalArgumentException.class, () -> selector.choose("the food", List.of())).getMessage());
        }
    }
}
