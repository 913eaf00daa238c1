package dev.lathe.train.inside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.Device;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.TrainingCancelledException;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepReplayTest {
    @TempDir
    private Path path;

    @Test
    void aStepIsDoneAgainToTheBit() throws IOException {
        Path model = TinyModel.encoder(path.resolve("encoder"));
        Path data = TinyModel.sentences(path.resolve("train.jsonl"), 24);
        Function<Path, FineTuning> recipe = out -> new FineTuning(BaseModel.of(model), TrainingData.of(data), out)
                .options(TrainingOptions.builder().epochs(2).batchSize(4).learningRate(1e-3).build()).saveSteps(5);
        var all = new ArrayList<TrainingListener.StepProgress>();
        try (Device one = Device.cpu(1); Device two = Device.cpu(2)) {
            assertThrows(TrainingCancelledException.class, () -> recipe.apply(path.resolve("out")).cancelWhen(() -> all.size() >= 8)
                    .run(one, new TrainingListener() {
                        @Override
                        public void step(StepProgress progress) {
                            all.add(progress);
                        }
                    }));
            var replay = new StepReplay(recipe, path.resolve("copy"));
            for (Device device : List.of(one, two)) {
                List<TrainingListener.StepProgress> again = replay.run(path.resolve("out"), 2, device);
                assertEquals(2, again.size());
                for (int i = 0; i < 2; i++) {
                    assertEquals(all.get(5 + i).step(), again.get(i).step());
                    assertEquals(all.get(5 + i).loss(), again.get(i).loss());
                    assertEquals(all.get(5 + i).gradNorm(), again.get(i).gradNorm());
                }
            }
            assertFalse(Files.exists(path.resolve("copy.partial")));
            assertEquals("replay: " + path.resolve("none.partial") + ": no run that was stopped",
                    assertThrows(IllegalArgumentException.class, () -> replay.run(path.resolve("none"), 1, one)).getMessage());
        }
    }
}
