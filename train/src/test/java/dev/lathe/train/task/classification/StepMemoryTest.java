package dev.lathe.train.task.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.Trainer;
import dev.lathe.train.loop.TrainingOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a step of training takes from the heap once the largest batch has been seen.
class StepMemoryTest {
    private static final int EXAMPLES = 160;
    private static final int BATCH = 8;
    private static final int EPOCHS = 5;

    /// Measured 0.34 million bytes for 520 tokens, nearly all of it small objects that describe a kernel's work.
    private static final int GARBAGE = 600_000;

    @TempDir
    private Path folder;

    @Test
    void aWarmStepTakesNoMemoryForTensorsAndLittleForObjects() throws IOException {
        long seed = Long.getLong("test.seed", System.nanoTime());
        var random = new Random(seed);
        List<TokenSequence> texts = IntStream.range(0, EXAMPLES)
                .mapToObj(i -> text(1 + random.nextInt(TinyModel.POSITIONS)))
                .sorted(Comparator.comparingInt(TokenSequence::size).reversed())
                .toList();
        var examples = texts.stream().map(text -> new ClassifiedText(text, random.nextInt(2))).toList();
        var directory = ModelDirectory.open(TinyModel.encoder(folder.resolve("model")));
        try (var backend = CpuBackend.plain(2);
                var workspace = Workspace.model("model", backend);
                var weights = directory.openWeights()) {
            ModelScope scope = ModelScope.root(workspace);
            var model = new BertForSequenceClassification(scope, directory.config().bert(), 2);
            BertWeights.load(weights, scope.parameters(), 1);
            // In the order of the file the longest texts come first and are one batch.
            train(model, scope.parameters(), examples, false, backend);
            long tensors = backend.stepBytesAllocated();
            long objects = allocated();
            train(model, scope.parameters(), examples, true, backend);
            long perStep = (allocated() - objects) / (EPOCHS * EXAMPLES / BATCH);
            assertEquals(tensors, backend.stepBytesAllocated(), () -> "-Dtest.seed=" + seed);
            assertTrue(perStep < GARBAGE, () -> perStep + " bytes a step, -Dtest.seed=" + seed);
        }
    }

    private static void train(
            BertForSequenceClassification model, List<ModelParameter> parameters, List<ClassifiedText> examples,
            boolean shuffle, CpuBackend backend) throws IOException {
        var options = TrainingOptions.builder().epochs(EPOCHS).batchSize(BATCH).shuffle(shuffle).build();
        var trained = parameters.stream().map(ModelParameter::parameter).toList();
        try (var trainer = new Trainer<>(new ClassificationLoss(model), trained, examples, options, backend)) {
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                trainer.epoch(epoch, metrics -> { });
            }
        }
    }

    private static TokenSequence text(int length) {
        return TokenSequence.of(new int[length], new int[length]);
    }

    /// Bytes that all threads of this process have taken from the heap so far.
    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }
}
