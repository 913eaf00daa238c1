package dev.lathe.trust.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.testkit.model.StoredTensors;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.trust.explain.Counterfactual.Edit;
import dev.lathe.trust.explain.method.Word;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CounterfactualsTest {
    private static final List<String> VOCABULARY = List.of("good", "bad", "fine", "awful", "the", "food", "was", "not", "very");

    private static final String TEXT = "the food was good";

    @TempDir
    private Path folder;

    /// Of a classifier that is drawn from a seed.
    private Optional<Counterfactual> find(long seed, Proposals proposals, int budget) throws IOException {
        Path directory = TinyModel.classifier(folder.resolve("model-" + seed), "negative", "neutral", "positive");
        var random = new Random(seed);
        StoredTensors tensors = TinyModel.classifierTensors(3).random("classifier.weight", random, 0.5, 3, TinyModel.HIDDEN);
        // Attention that hands on more of the words than the tiny model's, whose first token hardly hears of them.
        for (String part : List.of("self.value", "output.dense")) {
            tensors.random("bert.encoder.layer.0.attention." + part + ".weight", random, 0.6, TinyModel.HIDDEN, TinyModel.HIDDEN);
        }
        tensors.write(directory.resolve("model.safetensors"));
        try (var model = TextClassifier.load(directory); var explainer = TextExplainer.load(directory)) {
            Optional<Counterfactual> found = new Counterfactuals(model, proposals, budget)
                    .find(TextInput.of(TEXT), explainer.text(TextInput.of(TEXT), Ask.USUAL).words());
            found.ifPresent(c -> {
                assertEquals(c.after(), model.predict(c.text()).label());
                assertEquals(c.afterScore(), model.predict(c.text()).score());
                assertEquals(c.before(), model.predict(TEXT).label());
                assertNotEquals(c.before(), c.after());
            });
            return found;
        }
    }

    @Test
    void findsOtherWordsThatChangeTheAnswerAndNoMoreThanItNeeds() throws IOException {
        Proposals any = (_, words) -> words.stream().map(_ -> VOCABULARY).toList();
        int edited = 0;
        for (long seed = 0; seed < 12; seed++) {
            Optional<Counterfactual> found = find(seed, any, 3);
            if (found.isPresent()) {
                Counterfactual edit = found.get();
                edited++;
                assertTrue(edit.sentence().startsWith(edit.before() + " (0.") && edit.sentence().contains("' as '")
                        && edit.sentence().endsWith(": " + edit.text()), edit.sentence());
                assertTrue(edit.edits().size() == 1 || find(seed, any, edit.edits().size() - 1).isEmpty(), edit.sentence());
                assertTrue(find(seed, (_, words) -> words.stream().map(_ -> List.<String>of()).toList(), 3).isEmpty());
            }
        }
        assertTrue(edited > 0, "some of twelve heads change their mind over a word or three");
    }

    @Test
    void leavesNothingButWhatIsLeftOut() {
        Word food = new Word(0, "food", 4, 8, 2, 3);
        Word was = new Word(0, "was", 9, 12, 3, 4);
        assertEquals("The good.", Counterfactuals.edited("The food was good.", List.of(new Edit(food, ""), new Edit(was, ""))));
        assertEquals("The soup is good.", Counterfactuals.edited("The food was good.", List.of(new Edit(was, "is"), new Edit(food, "soup"))));
        assertEquals(List.of(List.of("")), Proposals.DELETION.of("food", List.of(food)));
    }

    @Test
    void aBudgetOfNothingIsRefused() throws IOException {
        assertEquals("budget 0: needs at least 1",
                assertThrows(IllegalArgumentException.class, () -> find(1, Proposals.DELETION, 0)).getMessage());
    }
}
