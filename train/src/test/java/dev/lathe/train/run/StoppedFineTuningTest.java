package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.optim.Schedule;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fine-tunings that do not get to their end.
class StoppedFineTuningTest {
    @TempDir
    private Path folder;
    private Path encoder;
    private TrainingData data;
    private Path out;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        data = TrainingData.of(TinyModel.sentences(folder.resolve("train.jsonl"), 24))
                .withDev(TinyModel.sentences(folder.resolve("dev.jsonl"), 8));
        out = folder.resolve("out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notice", "step 1", "step 4", "dev 1", "dev 2"})
    void anExceptionOfTheListenerStopsTheRunAndLeavesNoResult(String at) throws IOException {
        try (Device device = Device.cpu(2)) {
            var thrown = assertThrows(IllegalStateException.class, () -> run(quick(), device, new StopAt(at)));
            assertEquals("enough", thrown.getMessage());
            assertFalse(Files.exists(out));
            var notices = new ArrayList<String>();
            run(quick(), device, new TrainingListener() {
                @Override
                public void notice(String text) {
                    notices.add(text);
                }
            });
            assertTrue(Files.exists(out));
            assertEquals(at.equals("notice") ? List.of() : List.of(out
                            + ": deleted the work of an earlier run that did not finish"),
                    notices.stream().filter(notice -> notice.contains("deleted the work")).map(notice -> notice.split(";")[0]).toList());
            try (var classifier = TextClassifier.load(out, device)) {
                assertEquals(2, classifier.labels().size());
            }
        }
    }

    @Test
    void aResultThatIsThereIsRefusedBeforeAnyDataIsRead() throws IOException {
        Files.createDirectory(out);
        Files.delete(folder.resolve("train.jsonl"));
        try (Device device = Device.cpu(1)) {
            var refusal = assertThrows(OutputException.class, () -> run(quick(), device, TrainingListener.NONE));
            assertEquals(out + ": exists; choose another directory, or overwrite it", refusal.getMessage());
        }
    }

    @Test
    void aLossThatIsNoNumberStopsTheRunAndNamesWhatWentWrongFirst() throws IOException {
        byte[] before = Files.readAllBytes(encoder.resolve("model.safetensors"));
        String message = overflow(TrainingOptions.builder().epochs(2).batchSize(8), encoder);
        assertEquals("step 2: loss is NaN, first in linear at bert.encoder.layer.0.attention.self.query.bias", message);
        assertArrayEquals(before, Files.readAllBytes(encoder.resolve("model.safetensors")));
    }

    @Test
    void anOverflowInTheLastStepStopsTheRunToo() {
        assertEquals("epoch 1: dev loss is NaN", overflow(TrainingOptions.builder().epochs(1).batchSize(24), out));
        assertFalse(Files.exists(out));
    }

    private String overflow(TrainingOptions.Builder options, Path target) {
        var extreme = options.learningRate(1e37).warmup(0).schedule(Schedule.Course.CONSTANT).build();
        return assertThrows(ArithmeticException.class, () ->
                new FineTuning(BaseModel.of(encoder), data, target).options(extreme).overwrite().run(TrainingListener.NONE))
                .getMessage();
    }

    private static TrainingOptions quick() {
        return TrainingOptions.builder().epochs(2).build();
    }

    private void run(TrainingOptions options, Device device, TrainingListener listener) throws IOException {
        new FineTuning(BaseModel.of(encoder), data, out).options(options).run(device, listener);
    }
}
