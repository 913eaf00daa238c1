package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.RobustOptions;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.perturb.Augmentation;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.classification.MultiLabelTask;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is chosen from data, before the first step or after the last, is the same in a run that was stopped on one thread and resumed on two.
class ResumedRobustTrainingTest {
    private static final String LABELS = """
            {"text": "the food was good", "labels": ["nice"]}
            {"text": "the food was bad", "labels": []}
            {"text": "the food was awful", "labels": ["rude"]}
            {"text": "the food was very fine", "labels": ["nice"]}
            """;

    @TempDir
    private Path folder;
    private BaseModel encoder;

    @BeforeEach
    void fill() throws IOException {
        encoder = BaseModel.of(TinyModel.encoder(folder.resolve("encoder")));
        TinyModel.sentences(folder.resolve("sentences.jsonl"), 24);
        Files.writeString(folder.resolve("labels.jsonl"), LABELS.repeat(6));
    }

    private static Task<?> task(String kind) {
        return switch (kind) {
            case "temperature" -> new SequenceClassificationTask().withCalibration();
            case "thresholds" -> new MultiLabelTask().withDevThresholds();
            default -> new SequenceClassificationTask();
        };
    }

    private FineTuning tuning(String kind, Path out) {
        var changes = new Augmentation(0.3, 0.2, 0.1, Optional.empty(), Optional.empty(), "delete=0.3,swap=0.2,keyboard=0.1");
        RobustOptions robust = kind.equals("copies") ? RobustOptions.NONE.withAugmentation(changes) : RobustOptions.NONE;
        Path rows = folder.resolve(kind.equals("thresholds") ? "labels.jsonl" : "sentences.jsonl");
        return new FineTuning(encoder, TrainingData.of(rows).withDev(rows), out).task(task(kind)).saveSteps(2)
                .options(TrainingOptions.builder().epochs(2).batchSize(4).learningRate(1e-3).dropout(0.2).maxLength(16).robust(robust).build());
    }

    @ParameterizedTest
    @CsvSource({
        "copies, step 5, model.safetensors", "copies, dev 1, model.safetensors",
        "temperature, step 7, calibration.json", "temperature, dev 2, calibration.json",
        "thresholds, step 7, thresholds.json", "thresholds, dev 2, thresholds.json"})
    void aStoppedRunChoosesTheSame(String kind, String at, String chosen) throws IOException {
        Path whole = folder.resolve("whole");
        Path out = folder.resolve("out");
        try (Device one = Device.cpu(1); Device two = Device.cpu(2)) {
            tuning(kind, whole).run(two, TrainingListener.NONE);
            assertThrows(IllegalStateException.class, () -> tuning(kind, out).run(one, new StopAt(at)));
            tuning(kind, out).resume().run(two, TrainingListener.NONE);
        }
        TreeMap<String, String> expected = files(whole);
        assertTrue(expected.containsKey(chosen), expected.keySet().toString());
        assertEquals(expected, files(out));
    }

    /// All files by their names, without what tells of time, threads and the directory's name.
    private static TreeMap<String, String> files(Path directory) throws IOException {
        var files = new TreeMap<String, String>();
        try (var names = Files.list(directory)) {
            for (Path file : names.toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                files.put(file.getFileName().toString(), Measured.without(text).replace("whole", "out"));
            }
        }
        return files;
    }
}
