package dev.lathe.train.task.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.Device;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Workspace;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.evaluate.StepMetrics;
import dev.lathe.train.loop.Trainer;
import dev.lathe.train.loop.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Steps computed in parts.
class GradAccumulationTest {
    private static final int EXAMPLES = 22;

    @TempDir
    private Path folder;

    @Test
    void partsOfAStepAddUpToTheWholeToTheLastDigitsWithDropoutOn() throws IOException {
        Run whole = train(8, 1);
        Run parts = train(2, 4);
        // 22 examples: two steps of 8 and one of 6, whose parts are 2, 2 and 2.
        assertEquals(2 * 3, parts.steps.size());
        assertClose(whole, parts);
        // Parts of 5 and 4: means of unlike parts must be weighted.
        assertClose(train(9, 1, 9), train(5, 2, 9));
    }

    private static void assertClose(Run whole, Run parts) {
        for (int i = 0; i < whole.steps.size(); i++) {
            assertEquals(whole.steps.get(i).lr(), parts.steps.get(i).lr());
            assertEquals(whole.steps.get(i).loss(), parts.steps.get(i).loss(), 1e-6, "loss of step " + (i + 1));
            assertEquals(whole.steps.get(i).gradNorm(), parts.steps.get(i).gradNorm(), 1e-5, "norm of step " + (i + 1));
        }
        for (int i = 0; i < whole.weights.length; i++) {
            assertEquals(whole.weights[i], parts.weights[i], 1e-4);
        }
    }

    private record Run(List<StepMetrics> steps, float[] weights) {}

    private Run train(int batch, int accumulation) throws IOException {
        return train(batch, accumulation, EXAMPLES);
    }

    private Run train(int batch, int accumulation, int examples) throws IOException {
        var directory = ModelDirectory.open(TinyModel.encoder(folder.resolve("model")));
        var options = TrainingOptions.builder()
                .epochs(2).batchSize(batch).gradAccumulation(accumulation).learningRate(1e-4).build();
        var steps = new ArrayList<StepMetrics>();
        try (Device device = Device.cpu(2); var workspace = Workspace.model("model", device.backend());
                var weights = directory.openWeights()) {
            ModelScope scope = ModelScope.root(workspace);
            var model = new BertForSequenceClassification(scope, directory.config().bert(), 2);
            BertWeights.load(weights, scope.parameters(), 1);
            var parameters = scope.parameters().stream().map(ModelParameter::parameter).toList();
            try (var trainer = new Trainer<>(
                    new ClassificationLoss(model), parameters, examples(examples), options, device.backend())) {
                trainer.epoch(1, steps::add);
                trainer.epoch(2, steps::add);
            }
            return new Run(steps, parameters.getLast().value().toArray());
        }
    }

    private static List<ClassifiedText> examples(int count) {
        return IntStream.range(0, count).mapToObj(i -> new ClassifiedText(text(3 + i % 7, i), i % 2)).toList();
    }

    private static TokenSequence text(int length, int seed) {
        var ids = new int[length];
        Arrays.setAll(ids, t -> 5 + (7 * seed + 3 * t) % 11);
        return TokenSequence.of(ids, new int[length]);
    }
}
