package dev.lathe.train.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.QuestionAnswerer;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.bert.predict.TokenClassifier;
import dev.lathe.train.run.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Of a model's directory no file is read twice on the way to a finished model.
class OneOpeningTest {
    static Stream<String> tasks() {
        return Tasks.all().stream().map(Task::name);
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void aTasksPredictorReadsEachFileOnce(String name, @TempDir Path folder) throws Exception {
        Path model = TaskDirectory.write(Tasks.named(name), folder.resolve("model"));
        try (Device device = Device.cpu(1)) {
            assertReadOnce(model, folder, () -> {
                var directory = ModelDirectory.open(model);
                Task<?> task = Tasks.of(directory);
                assertEquals(name, task.name());
                task.predictor(directory, PredictionSettings.USUAL, device).close();
            });
        }
    }

    @ParameterizedTest
    @MethodSource("loadings")
    void whatUsersLoadReadsEachFileOnce(String name, Loading loading, @TempDir Path folder) throws Exception {
        Path model = TaskDirectory.write(Tasks.named(name), folder.resolve("model"));
        assertReadOnce(model, folder, () -> loading.load(model).close());
    }

    interface Loading {
        AutoCloseable load(Path model) throws IOException;
    }

    static Stream<Arguments> loadings() {
        return Map.<String, Loading>of(
                "sentence-embedding", TextEmbedder::load, "question-answering", QuestionAnswerer::load,
                "token-classification", TokenClassifier::load).entrySet().stream()
                .map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    private static void assertReadOnce(Path model, Path folder, FileReads.Work work) throws Exception {
        SortedMap<String, Long> read = FileReads.in(model, folder, work);
        read.remove(TaskDirectory.SHARD);
        var sizes = new TreeMap<String, Long>();
        for (String file : read.keySet()) {
            sizes.put(file, Files.size(model.resolve(file)));
        }
        assertEquals(sizes, read);
        assertTrue(read.keySet().containsAll(List.of(
                "config.json", "vocab.txt", "tokenizer_config.json", "model.safetensors.index.json")), read::toString);
    }
}
