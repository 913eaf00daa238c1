package dev.lathe.train.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.Device;
import dev.lathe.optim.AdamW;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void theOptimiserIsSetAsSaid() {
        assertEquals(new AdamW.Config(0.9, 0.999, 1e-8, 0.01), TrainingOptions.defaults().adamW());
        assertEquals(new AdamW.Config(0.8, 0.95, 1e-6, 0.1), TrainingOptions.builder()
                .adamBeta1(0.8).adamBeta2(0.95).adamEpsilon(1e-6).weightDecay(0.1).build().adamW());
    }

    @Test
    void theOptimisersSettingsAndTheNormChangeTheModel() throws IOException {
        byte[] usual = trained(options -> options);
        assertFalse(Arrays.equals(usual, trained(options -> options.adamBeta1(0.5))));
        assertFalse(Arrays.equals(usual, trained(options -> options.adamBeta2(0.9))));
        assertFalse(Arrays.equals(usual, trained(options -> options.adamEpsilon(1e-3))));
        byte[] clipped = trained(options -> options.maxGradNorm(1e-3));
        assertFalse(Arrays.equals(usual, clipped));
        assertArrayEquals(trained(options -> options.maxGradNorm(1e30)), trained(options -> options.maxGradNorm(0)));
        assertFalse(Arrays.equals(clipped, trained(options -> options.maxGradNorm(0))));
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        assertRefused("maxGradNorm -0.5: needs 0 or more", options -> options.maxGradNorm(-0.5));
        assertRefused("maxGradNorm Infinity: needs 0 or more", options -> options.maxGradNorm(Double.POSITIVE_INFINITY));
        assertRefused("adamBeta1 1.0: needs 0 or more and less than 1", options -> options.adamBeta1(1));
        assertRefused("adamBeta2 NaN: needs 0 or more and less than 1", options -> options.adamBeta2(Double.NaN));
        assertRefused("adamEpsilon 0.0: needs more than 0 as a 32-bit float", options -> options.adamEpsilon(0));
    }

    private static void assertRefused(String message, UnaryOperator<TrainingOptions.Builder> wrong) {
        TrainingOptions.Builder options = wrong.apply(TrainingOptions.builder());
        assertEquals(message, assertThrows(IllegalArgumentException.class, options::build).getMessage());
    }

    private byte[] trained(UnaryOperator<TrainingOptions.Builder> more) throws IOException {
        Path out = folder.resolve("out");
        var options = TrainingOptions.builder().epochs(2).batchSize(4).learningRate(1e-3);
        try (Device device = Device.cpu(2)) {
            new FineTuning(BaseModel.of(TinyModel.encoder(folder.resolve("encoder"))),
                    TrainingData.of(TinyModel.sentences(folder.resolve("train.jsonl"), 8)), out)
                    .options(more.apply(options).build()).overwrite().run(device, TrainingListener.NONE);
        }
        return Files.readAllBytes(out.resolve("model.safetensors"));
    }
}
