package dev.lathe.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.langchain4j.data.segment.TextSegment;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatheScoringModelTest {
    @TempDir
    private Path folder;

    @Test
    void scoresAreTheModelsOwnOfQueryAndSegmentAsAPair() throws IOException {
        Path directory = TinyModel.classifier(folder.resolve("tiny"), "relevance");
        List<TextSegment> segments = List.of(TextSegment.from("the food was good ."), TextSegment.from("bad"));
        try (var model = LatheScoringModel.of(directory); var classifier = TextClassifier.load(directory)) {
            var response = model.scoreAll(segments, "not awful");
            assertEquals(List.of(
                    classifier.predict(TextInput.of("not awful", "the food was good .")).score(),
                    classifier.predict(TextInput.of("not awful", "bad")).score()), response.content());
            assertNotEquals(response.content().get(0), response.content().get(1));
            assertEquals(10 + 6, response.tokenUsage().inputTokenCount());
            assertEquals(response.content().get(1), model.score("bad", "not awful").content());
        }
    }

    @Test
    void aModelOfSeveralLabelsIsRefused() throws IOException {
        Path directory = TinyModel.classifier(folder.resolve("tiny"), "yes", "no");
        var refusal = assertThrows(IllegalArgumentException.class, () -> LatheScoringModel.of(directory));
        assertEquals("model 'tiny': 2 labels, [yes, no]: a scoring model has one", refusal.getMessage());
    }

    @Test
    void whatIsMissingIsRefusedByName() throws IOException {
        try (var model = LatheScoringModel.of(TinyModel.classifier(folder.resolve("tiny"), "relevance"))) {
            List<TextSegment> segments = Arrays.asList(TextSegment.from("good"), null);
            assertEquals("scoreAll: segment 2 of 2 is null", assertThrows(
                    IllegalArgumentException.class, () -> model.scoreAll(segments, "bad")).getMessage());
            assertEquals("scoreAll: the query is null", assertThrows(
                    IllegalArgumentException.class, () -> model.scoreAll(List.of(), null)).getMessage());
        }
    }

    @Test
    void aClosedModelSaysSo() throws IOException {
        var model = LatheScoringModel.of(TinyModel.classifier(folder.resolve("tiny"), "relevance"));
        model.close();
        var refusal = assertThrows(IllegalStateException.class, () -> model.score("good", "bad"));
        assertEquals("model 'tiny': used after it was closed", refusal.getMessage());
    }

    @Test
    void aWrongDirectoryIsNamed() {
        Path nowhere = folder.resolve("nowhere");
        var refusal = assertThrows(UncheckedIOException.class, () -> LatheScoringModel.of(nowhere));
        assertEquals(nowhere + ": no such directory", refusal.getMessage());
    }
}
