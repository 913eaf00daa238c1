package dev.lathe.bert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextClassifierTest {
    private static final List<TextInput> INPUTS = List.of(
            TextInput.of("the food was good"), TextInput.of(""), TextInput.of("the food", "was " + "very ".repeat(200)),
            TextInput.of("not " + "very ".repeat(70) + "bad"), TextInput.of("awful"), TextInput.of("", ""));

    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void makeModel() throws IOException {
        model = TinyModel.classifier(folder.resolve("model"), "negative", "neutral", "positive");
    }

    @Test
    void manyThreadsAtOnceGetTheBitsThatOneGetsAlone() throws IOException, InterruptedException, ExecutionException {
        try (var classifier = TextClassifier.load(model); var threads = Executors.newFixedThreadPool(32)) {
            List<Prediction> alone = INPUTS.stream().map(classifier::predict).toList();
            assertEquals(INPUTS.size(), alone.stream().distinct().count());
            List<Callable<List<Prediction>>> calls = new ArrayList<>();
            for (int i = 0; i < 320; i++) {
                calls.add(() -> classifier.predictAll(INPUTS));
            }
            for (Future<List<Prediction>> together : threads.invokeAll(calls)) {
                assertEquals(alone, together.get());
            }
        }
    }

    @Test
    void manyTextsKeepTheirOrderOverManyBatches() throws IOException {
        List<TextInput> many = IntStream.range(0, 300).mapToObj(i -> INPUTS.get(i * 7 % INPUTS.size())).toList();
        try (var classifier = TextClassifier.load(model)) {
            assertEquals(many.stream().map(classifier::predict).toList(), classifier.predictAll(many));
        }
    }

    @Test
    void aPredictionIsTheHighestOfScoresThatSumToOne() throws IOException {
        try (var classifier = TextClassifier.load(model)) {
            for (Prediction prediction : classifier.predictAll(INPUTS)) {
                assertEquals(classifier.labels(), List.copyOf(prediction.scores().keySet()));
                assertEquals(1, prediction.scores().values().stream().mapToDouble(p -> p).sum(), 1e-6);
                assertEquals(prediction.score(), prediction.scores().get(prediction.label()));
                assertEquals(prediction.score(), prediction.scores().values().stream().mapToDouble(p -> p).max().orElseThrow());
            }
        }
    }

    @Test
    void noTextsAreNoPredictions() throws IOException {
        try (var classifier = TextClassifier.load(model)) {
            assertEquals(List.of(), classifier.predictAll(List.of()));
        }
    }

    @Test
    void aClosedClassifierSaysSoAndClosesTwice() throws IOException {
        var classifier = TextClassifier.load(model);
        classifier.close();
        classifier.close();
        var used = assertThrows(IllegalStateException.class, () -> classifier.predict("good"));
        assertEquals("model 'model': used after it was closed", used.getMessage());
    }

    @Test
    void aSharedDeviceStaysOpen() throws IOException {
        try (Device device = Device.cpu(2); var other = TextClassifier.load(model, device)) {
            Prediction before;
            try (var classifier = TextClassifier.load(model, device)) {
                before = classifier.predict("good");
            }
            assertEquals(before, other.predict("good"));
        }
    }

    @Test
    void aClassifierThatCannotBeLoadedLeavesNoThreads() throws InterruptedException {
        List<Thread> before = workers();
        for (String missing : List.of("none", ".")) {
            assertThrows(CheckpointException.class, () -> TextClassifier.load(folder.resolve(missing)));
            assertThrows(CheckpointException.class, () -> TextEmbedder.load(folder.resolve(missing)));
        }
        List<Thread> left = new ArrayList<>(workers());
        left.removeAll(before);
        for (Thread worker : left) {
            worker.join(2_000);
        }
        left.removeIf(worker -> !worker.isAlive());
        assertEquals(List.of(), left);
    }

    @Test
    void anEncoderIsNoClassifier() throws IOException {
        Path encoder = TinyModel.encoder(folder.resolve("encoder"));
        var refusal = assertThrows(CheckpointException.class, () -> TextClassifier.load(encoder));
        assertEquals(encoder + "/config.json: no id2label: the model is not trained to classify", refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"multi_label_classification", "regression"})
    void aModelThatChoosesNoneOfItsLabelsIsNoClassifier(String problemType) throws IOException {
        Path config = model.resolve("config.json");
        Files.writeString(config, Files.readString(config)
                .replaceFirst("\\{", "{\"problem_type\": \"%s\", ".formatted(problemType)));
        var refusal = assertThrows(CheckpointException.class, () -> TextClassifier.load(model));
        assertEquals(config + ": problem_type '" + problemType
                + "': the model is not trained to choose one of its labels", refusal.getMessage());
    }

    @Test
    void labelsWithoutAHeadAreNoClassifier() throws IOException {
        TinyModel.classifierTensors(3).without("classifier.bias").write(model.resolve("model.safetensors"));
        var refusal = assertThrows(CheckpointException.class, () -> TextClassifier.load(model));
        assertEquals("model.safetensors: no 'classifier.bias': the model is not trained for this task", refusal.getMessage());
    }

    @Test
    void aWeightThatIsNoNumberIsRefusedByName() throws IOException {
        TinyModel.classifierTensors(3).with("classifier.weight", 71, Float.NaN).write(model.resolve("model.safetensors"));
        var refusal = assertThrows(CheckpointException.class, () -> TextClassifier.load(model));
        assertEquals("model.safetensors: 'classifier.weight' is NaN at 71: must be finite", refusal.getMessage());
    }

    private static List<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lathe-cpu-"))
                .toList();
    }
}
