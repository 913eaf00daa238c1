package dev.lathe.train.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.perturb.Synonyms;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A classifier that has learnt a little, and texts with the labels that it gives them, but for one.
class WordAttackTest {
    @TempDir
    private static Path folder;
    private static Path trained = Path.of("");
    private TextClassifier model;
    private List<TextExample> examples;

    @BeforeAll
    static void train() throws IOException {
        trained = folder.resolve("model");
        Path data = Files.writeString(folder.resolve("train.csv"), "text,label\n" + """
                the food was good,nice
                fine food,nice
                the food was bad,rude
                awful food,rude
                """.repeat(6));
        new FineTuning(BaseModel.of(TinyModel.encoder(folder.resolve("encoder"))),
                TrainingData.of(data), trained).options(TrainingOptions.builder().epochs(20).batchSize(8).learningRate(1e-2).dropout(0)
                        .maxLength(16).build()).run(TrainingListener.NONE);
    }

    @BeforeEach
    void load() throws IOException {
        model = TextClassifier.load(trained);
        var texts = new ArrayList<>(List.of("the food was very good", "the food was bad", "not very awful food", "good food", "the food fine"));
        var words = new ArrayList<>(List.of("good", "bad", "fine", "awful", "very", "not", "food", "the", "was"));
        var random = new Random(5);
        for (int i = 0; i < 40; i++) {
            Collections.shuffle(words, random);
            texts.add(String.join(" ", words.subList(0, 5)));
        }
        examples = Dataset.ofRows("texts", texts, (String text, SourceLine source) -> new TextExample(
                source, text, null, text.equals("the food fine") ? "none" : model.predict(text).label())).examples();
    }

    @AfterEach
    void close() {
        model.close();
    }

    private AttackReport attack(AttackMethod method, int budget, long seed) {
        return new WordAttack(model, method, budget, seed).run(examples.stream().filter(e -> !e.label().equals("none")).toList(), WordAttack.Progress.NONE);
    }

    @Test
    void leavesOutTheWordsThatMatterUntilTheModelErrs() {
        AttackReport report = attack(new AttackMethod.Delete(), 2, 42);
        assertEquals(1, report.accuracyBefore());
        assertTrue(report.accuracyAfter() < 1 && !report.misled().isEmpty(), report.toText());
        for (AttackedText text : report.texts()) {
            assertEquals(model.predict(text.text()).label(), text.after());
            assertTrue(text.changed() <= 2);
            int words = text.example().text().split(" ").length;
            assertTrue(text.queries() >= 1 + words + 1 && text.queries() <= 1 + words + words, text.toString());
        }
        AttackReport more = attack(new AttackMethod.Delete(), 1, 42);
        assertTrue(more.accuracyAfter() >= report.accuracyAfter(), "a smaller budget misleads no more");
        assertTrue(report.toText().startsWith("accuracy before     1.0000\naccuracy attacked   0."), report.toText());
    }

    /// The first word that is changed is the one without which the right label is least probable.
    @Test
    void beginsWithTheMostImportantWord() {
        TextExample example = examples.getFirst();
        AttackedText text = attack(new AttackMethod.Delete(), 1, 42).texts().getFirst();
        String best = "";
        double least = model.predict(example.text()).scores().get(example.label());
        for (String word : example.text().split(" ")) {
            String without = example.text().replaceFirst(" ?\\b" + word + "\\b", "");
            double score = model.predict(without).scores().get(example.label());
            if (score < least) {
                least = score;
                best = without;
            }
        }
        assertEquals(best, text.text());
    }

    @Test
    void theSameSeedGivesTheSameAttack() {
        AttackReport first = attack(new AttackMethod.CharSwap(), 3, 42);
        assertEquals(first, attack(new AttackMethod.CharSwap(), 3, 42));
        assertFalse(first.texts().equals(attack(new AttackMethod.Delete(), 3, 42).texts()));
    }

    @Test
    void synonymsAreTriedWhereThereAreSome() {
        var synonyms = new Synonyms(Map.of("good", List.of("awful", "good"), "bad", List.of("fine", "good")));
        AttackReport report = attack(new AttackMethod.Synonym(synonyms), 3, 42);
        AttackedText unknown = report.texts().get(2);
        assertEquals(unknown.example().text(), unknown.text());
        assertEquals(0, unknown.changed());
        assertEquals(1 + 4, unknown.queries(), "itself, and without each word");
        assertEquals(1 + 4 + 2, report.texts().get(1).queries());
    }

    @Test
    void aTextThatIsWrongAlreadyIsLeftAlone() {
        AttackedText wrong = new WordAttack(model, new AttackMethod.Delete(), 3, 42).run(examples.subList(4, 5), WordAttack.Progress.NONE).texts().getFirst();
        assertEquals(List.of(0, 1), List.of(wrong.changed(), wrong.queries()));
        assertFalse(wrong.wasRight());
        assertEquals("budget 0: needs at least 1", assertThrows(IllegalArgumentException.class,
                () -> attack(new AttackMethod.Delete(), 0, 42)).getMessage());
    }
}
