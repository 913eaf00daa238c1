package dev.lathe.train.task.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.Device;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Workspace;
import dev.lathe.train.GoldenFormula;
import dev.lathe.train.TestModels;
import dev.lathe.train.loop.Trainer;
import dev.lathe.train.loop.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A fine-tuning of the real all-MiniLM-L6-v2 against libtorch's: same weights, data and order, no dropout.
class LibtorchLossCurveTest {
    private static final int STEPS = 50;
    private static final int BATCH = 16;

    @TempDir
    Path directory;

    @Test
    void lossesStayWithinOneTenThousandthForTenStepsAndOneThousandthForFifty() throws IOException {
        JsonNode golden;
        try (var in = getClass().getResourceAsStream("libtorch-loss-curve.json")) {
            golden = new ObjectMapper().readTree(in);
        }
        var steps = new ArrayList<Long>();
        try (Device device = Device.cpu(2); var workspace = Workspace.model("minilm", device.backend())) {
            ModelScope scope = ModelScope.root(workspace);
            var model = load(TestModels.miniLm(directory), scope);
            List<Parameter> parameters = scope.parameters().stream().map(ModelParameter::parameter).toList();
            var options = TrainingOptions.builder().epochs(1).batchSize(BATCH).warmup(0.1).shuffle(false).build();
            try (var trainer = new Trainer<>(
                    new ClassificationLoss(model), parameters, examples(), options, device.backend())) {
                trainer.epoch(1, metrics -> {
                    JsonNode wanted = golden.get("steps").get((int) metrics.step() - 1);
                    double tolerance = metrics.step() <= 10 ? 1e-4 : 1e-3;
                    assertEquals(wanted.get(0).doubleValue(), metrics.lr(), 1e-15);
                    assertEquals(wanted.get(1).doubleValue(), metrics.loss(), tolerance, "step " + metrics.step());
                    steps.add(metrics.step());
                });
            }
        }
        assertEquals(STEPS, steps.size());
    }

    private static BertForSequenceClassification load(Path base, ModelScope scope) throws IOException {
        var files = ModelDirectory.open(base);
        var config = files.config().bert().toBuilder().hiddenDropoutProb(0).attentionProbsDropoutProb(0).build();
        var model = new BertForSequenceClassification(scope, config, 2);
        try (var weights = files.openWeights()) {
            BertWeights.load(weights, scope.parameters(), 0);
        }
        for (ModelParameter p : scope.parameters()) {
            if (p.name().equals("bert.pooler.dense.weight") || p.name().equals("classifier.weight")) {
                GoldenFormula.set(p.parameter(), 0, 0.035);
            }
        }
        return model;
    }

    /// By the recipe in the golden file.
    private static List<ClassifiedText> examples() {
        return IntStream.range(0, STEPS * BATCH)
                .mapToObj(e -> new ClassifiedText(text(e, Integer.bitCount(e) % 2), Integer.bitCount(e) % 2))
                .toList();
    }

    private static TokenSequence text(int e, int label) {
        int length = 6 + 7 * e % 19;
        var ids = new int[length];
        for (int t = 1; t <= length - 2; t++) {
            ids[t] = 2000 + (7919 * e + 104729 * t + 31 * e * t) % 27000;
        }
        ids[0] = 101;
        ids[length - 1] = 102;
        ids[1 + e % (length - 2)] = label == 1 ? 2307 : 6659;
        return TokenSequence.of(ids, new int[length]);
    }
}
