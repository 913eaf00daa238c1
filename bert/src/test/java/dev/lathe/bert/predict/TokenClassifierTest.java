package dev.lathe.bert.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.TinyHeads;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenClassifierTest {
    private static final String LONG = "the food was very good. not awful, very bad? badly fine! ".repeat(40);
    private static final List<String> TEXTS = List.of("the food was good", "", LONG, "badly", "  \n", "é💥 good");

    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void makeModel() throws IOException {
        model = TinyHeads.tokens(folder.resolve("model"), "O", "B-X", "I-X", "B-Y", "I-Y");
    }

    @Test
    void manyThreadsAtOnceFindWhatOneFindsAlone() throws IOException, InterruptedException, ExecutionException {
        try (var classifier = TokenClassifier.load(model); var threads = Executors.newFixedThreadPool(8)) {
            List<List<Entity>> alone = TEXTS.stream().map(classifier::predict).toList();
            List<Callable<List<List<Entity>>>> calls = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                calls.add(() -> classifier.predictAll(TEXTS));
            }
            for (Future<List<List<Entity>>> together : threads.invokeAll(calls)) {
                assertEquals(alone, together.get());
            }
            assertTrue(alone.get(2).size() > 20, "a text of many windows has many entities");
        }
    }

    @Test
    void anEntityIsThePartOfTheTextThatItsOffsetsGive() throws IOException {
        try (var classifier = TokenClassifier.load(model)) {
            for (String text : TEXTS) {
                int end = 0;
                for (Entity entity : classifier.predict(text)) {
                    assertEquals(text.substring(entity.start(), entity.end()), entity.text());
                    assertTrue(entity.start() >= end && entity.score() > 0 && entity.score() <= 1, entity.toString());
                    assertTrue(List.of("X", "Y").contains(entity.type()), entity.toString());
                    end = entity.end();
                }
            }
        }
    }

    @Test
    void aTextThatFitsHasTheSameEntitiesInAnyWindow() throws IOException {
        var options = TokenClassifier.Options.of(model).withAggregation(Aggregation.NONE);
        try (Device device = Device.cpu(1);
                var wide = TokenClassifier.load(model, options, device);
                var narrow = TokenClassifier.load(model, options.withMaxLength(8).withStride(2), device)) {
            assertEquals(wide.predict("the food was very bad"), narrow.predict("the food was very bad"));
            assertFalse(wide.predict("the food was very bad").isEmpty());
        }
    }

    @Test
    void everyTokenOfALongTextIsLabelledOnce() throws IOException {
        Path labelled = TinyHeads.tokens(folder.resolve("every"), "A", "B");
        var options = new TokenClassifier.Options(Aggregation.NONE, 9, 3);
        try (Device device = Device.cpu(2); var classifier = TokenClassifier.load(labelled, options, device)) {
            List<String> pieces = classifier.predict("good bad. ".repeat(30)).stream().map(Entity::text).toList();
            List<String> wanted = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                wanted.addAll(List.of("good", "bad", "."));
            }
            assertEquals(wanted, pieces);
        }
    }

    @Test
    void whatCannotLabelTokensIsRefused() throws IOException {
        Path encoder = TinyModel.encoder(folder.resolve("encoder"));
        assertEquals(encoder + "/config.json: no id2label: the model is not trained to label tokens",
                assertThrows(CheckpointException.class, () -> TokenClassifier.load(encoder)).getMessage());
        TinyModel.encoderTensors("bert.").write(model.resolve("model.safetensors"));
        assertEquals(model + ": model.safetensors: no 'classifier.weight': the model is not trained for this task",
                assertThrows(CheckpointException.class, () -> TokenClassifier.load(model)).getMessage());
    }

    @Test
    void optionsThatDoNotFitAreRefused() throws IOException {
        var options = TokenClassifier.Options.of(model);
        assertEquals(new TokenClassifier.Options(Aggregation.SIMPLE, 128, 31), options);
        try (Device device = Device.cpu(1)) {
            assertEquals("maxLength 129: needs 3 to 128", assertThrows(IllegalArgumentException.class,
                    () -> TokenClassifier.load(model, options.withMaxLength(129), device)).getMessage());
            assertEquals("stride 126: windows of 126 tokens of the text need 0 to 125",
                    assertThrows(IllegalArgumentException.class,
                            () -> TokenClassifier.load(model, options.withStride(126), device)).getMessage());
        }
    }

    @Test
    void aClosedClassifierSaysSo() throws IOException {
        var classifier = TokenClassifier.load(model);
        classifier.close();
        assertThrows(IllegalStateException.class, () -> classifier.predict("good"));
    }

    @Test
    void aSubmittedTextMayHaveOptionsOfItsOwn() throws IOException {
        var options = TokenClassifier.Options.of(model);
        var narrow = options.withAggregation(Aggregation.NONE).withMaxLength(16).withStride(3);
        try (Device device = Device.cpu(1); var usual = TokenClassifier.load(model, options, device);
                var other = TokenClassifier.load(model, narrow, device)) {
            assertEquals(options, usual.options());
            assertEquals(other.predict(LONG), usual.submit(LONG, narrow).join());
            assertEquals(other.countTokens(LONG), usual.countTokens(LONG, narrow));
            assertEquals("maxLength 16: the model was opened for 15", assertThrows(IllegalArgumentException.class, () -> {
                try (var shorter = TokenClassifier.load(model, narrow.withMaxLength(15), device)) {
                    shorter.submit(LONG, narrow);
                }
            }).getMessage());
            assertThrows(IllegalArgumentException.class, () -> usual.submit(LONG, options.withStride(200)));
        }
    }
}
