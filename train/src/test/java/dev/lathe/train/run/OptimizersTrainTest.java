package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.optim.Optimizers;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Fine-tunings with each optimiser: the loss falls, and a run that was stopped ends in the same bytes.
class OptimizersTrainTest {
    @TempDir
    private Path folder;
    private Path encoder;
    private TrainingData data;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        var lines = new ArrayList<String>();
        for (int i = 0; i < 32; i++) {
            lines.add("{\"text\": \"the food was %s%s.\", \"label\": \"%s\"}".formatted(
                    "very ".repeat(i / 4 % 3), i % 4 > 0 ? "good" : "awful", i % 4 > 0 ? "positive" : "negative"));
        }
        data = TrainingData.of(Files.write(folder.resolve("train.jsonl"), lines));
    }

    /// Notes the loss of each epoch, and may stop a run after a step.
    private static final class Listener implements TrainingListener {
        private final int stopAfter;
        private final List<Double> losses = new ArrayList<>();

        Listener(int stopAfter) {
            this.stopAfter = stopAfter;
        }

        @Override
        public void trained(int epoch, double loss) {
            losses.add(loss);
        }

        @Override
        public void saved(int step) {
            if (step == stopAfter) {
                throw new IllegalStateException("enough");
            }
        }
    }

    /// From random weights, gradients are so small that descent by their length finds little more than how often each label comes.
    ///
    /// @param share of the first epoch's loss that the last one's is below
    @ParameterizedTest
    @CsvSource({
        "adamw, 3e-3, 1, 0.5", "sgd, 0.03, 1, 0.9", "lion, 3e-3, 1, 0.5", "adafactor, 3e-3, 1, 0.5", "adamw, 5e-3, 0.8, 0.5"})
    void learnsAndGoesOnWhereItWasStopped(String optimizer, double rate, double layerDecay, double share) throws IOException {
        UnaryOperator<TrainingOptions.Builder> options = usual -> usual
                .optimizer(Optimizers.named(optimizer)).learningRate(rate).layerDecay(layerDecay).epochs(12).gradAccumulation(1)
                .freeze(List.of("bert.embeddings.position_embeddings"));
        var whole = new Listener(-1);
        run("whole", options, whole, false);
        assertEquals(12, whole.losses.size());
        assertTrue(whole.losses.getLast() < share * whole.losses.getFirst(), optimizer + whole.losses);
        // In the second epoch, after 3 of its 8 steps.
        assertEquals("enough", assertThrows(IllegalStateException.class,
                () -> run("stopped", options, new Listener(11), false)).getMessage());
        var rest = new Listener(-1);
        run("stopped", options, rest, true);
        assertEquals(11, rest.losses.size());
        assertArrayEquals(bytes("whole/model.safetensors"), bytes("stopped/model.safetensors"));
        assertEquals(Measured.without(Files.readString(folder.resolve("whole/training.json"))),
                Measured.without(Files.readString(folder.resolve("stopped/training.json"))));
    }

    @Test
    void aRecordTellsOfAnOptimiserThatIsNotTheUsualOne() throws IOException {
        run("usual", options -> options, new Listener(-1), false);
        String usual = Files.readString(folder.resolve("usual/training.json"));
        assertFalse(usual.contains("\"optimizer\"") || usual.contains("layer-decay"), usual);
        run("other", options -> options.optimizer(Optimizers.named("adafactor")).layerDecay(0.9), new Listener(-1), false);
        String other = Files.readString(folder.resolve("other/training.json"));
        assertFalse(other.contains("adam-beta1"), other);
        for (String line : List.of(
                "\"optimizer\": \"adafactor\"", "\"layer-decay\": 0.9", "\"adafactor-clipping\": 1.0",
                "\"adafactor-decay-exponent\": 0.8", "\"adafactor-epsilon1\": 1.0E-30")) {
            assertTrue(other.contains(line), other);
        }
    }

    @Test
    void aRunIsNotResumedWithAnotherOptimiser() {
        assertThrows(IllegalStateException.class, () -> run("out", options -> options, new Listener(11), false));
        String message = assertThrows(OutputException.class, () -> run(
                "out", options -> options.optimizer(Optimizers.named("sgd")), new Listener(-1), true)).getMessage();
        assertTrue(message.contains("options.adam-beta1 is absent, was 0.9"), message);
    }

    @Test
    void aCheckpointHoldsTheStatesOfWhatTrains() throws IOException {
        assertThrows(IllegalStateException.class, () -> run(
                "out", options -> options.optimizer(Optimizers.named("adafactor")).freeze(List.of("bert.encoder")),
                new Listener(11), false));
        try (var file = SafetensorsFile.open(folder.resolve("out.partial/checkpoints/step-11/moments.safetensors"))) {
            assertEquals(
                    List.of("row.classifier.weight", "column.classifier.weight", "second.classifier.bias"),
                    file.names().stream().filter(name -> name.contains("classifier")).toList());
            assertEquals(List.of(2), file.find("row.classifier.weight").orElseThrow().shape());
            assertFalse(file.names().stream().anyMatch(name -> name.contains("encoder")), file.names().toString());
        }
    }

    private void run(
            String out, UnaryOperator<TrainingOptions.Builder> more, TrainingListener listener, boolean resume)
            throws IOException {
        var options = TrainingOptions.builder().epochs(3).batchSize(4).gradAccumulation(2).learningRate(1e-3).dropout(0.1);
        var run = new FineTuning(BaseModel.of(encoder), data, folder.resolve(out))
                .options(more.apply(options).build()).saveSteps(11);
        try (Device device = Device.cpu(2)) {
            (resume ? run.resume() : run).run(device, listener);
        }
    }

    private byte[] bytes(String file) throws IOException {
        return Files.readAllBytes(folder.resolve(file));
    }
}
