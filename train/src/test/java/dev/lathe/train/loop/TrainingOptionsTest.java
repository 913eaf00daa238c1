package dev.lathe.train.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.Device;
import dev.lathe.nn.adapter.Ia3;
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
    void theUsualOptimiserIsAdamW() {
        assertEquals(new AdamW.Config(0.9, 0.999, 1e-8), TrainingOptions.defaults().optimizer());
    }

    @Test
    void theOptimisersSettingsAndTheNormChangeTheModel() throws IOException {
        byte[] usual = trained(options -> options);
        assertFalse(Arrays.equals(usual, trained(options -> options.optimizer(new AdamW.Config(0.5, 0.999, 1e-8)))));
        assertFalse(Arrays.equals(usual, trained(options -> options.optimizer(new AdamW.Config(0.9, 0.9, 1e-8)))));
        assertFalse(Arrays.equals(usual, trained(options -> options.optimizer(new AdamW.Config(0.9, 0.999, 1e-3)))));
        assertFalse(Arrays.equals(usual, trained(options -> options.layerDecay(0.5))));
        assertArrayEquals(usual, trained(options -> options.layerDecay(1)));
        byte[] clipped = trained(options -> options.maxGradNorm(1e-3));
        assertFalse(Arrays.equals(usual, clipped));
        assertArrayEquals(trained(options -> options.maxGradNorm(1e30)), trained(options -> options.maxGradNorm(0)));
        assertFalse(Arrays.equals(clipped, trained(options -> options.maxGradNorm(0))));
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        assertRefused("maxGradNorm -0.5: needs 0 or more", options -> options.maxGradNorm(-0.5));
        assertRefused("maxGradNorm Infinity: needs 0 or more", options -> options.maxGradNorm(Double.POSITIVE_INFINITY));
        assertRefused("layerDecay 0.0: needs more than 0 and at most 1", options -> options.layerDecay(0));
        assertRefused("layerDecay NaN: needs more than 0 and at most 1", options -> options.layerDecay(Double.NaN));
    }

    @Test
    void anAdapterHasARateOfItsOwn() {
        assertEquals(2e-5, TrainingOptions.builder().build().learningRate());
        assertEquals(5e-3, TrainingOptions.builder().adapter(Ia3.DEFAULT).build().learningRate());
        assertEquals(1e-4, TrainingOptions.builder().adapter(Ia3.DEFAULT).learningRate(1e-4).build().learningRate());
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
