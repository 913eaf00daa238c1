package dev.lathe.train.task.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.optim.Schedule;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.train.GoldenFormula;
import dev.lathe.train.loop.Trainer;
import dev.lathe.train.loop.TrainingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A small BERT against libtorch in float64: logits, loss, every gradient, and a training of 20 steps.
class LibtorchTinyBertTest {
    private static final BertConfig TINY = BertConfig.builder()
            .vocabSize(100).hiddenSize(32).numHiddenLayers(2).numAttentionHeads(2).intermediateSize(64)
            .maxPositionEmbeddings(24).hiddenDropoutProb(0).attentionProbsDropoutProb(0).build();
    private static final int[] LENGTHS = {7, 3, 9, 2, 5};

    private final JsonNode golden = read();

    @Test
    void logitsLossAndEveryGradientAreLibtorchs() {
        try (Device device = Device.cpu(2);
                var parameters = Workspace.model("tiny", device.backend());
                var ws = Workspace.recording("step", device.backend())) {
            ModelScope scope = ModelScope.root(parameters);
            var model = model(scope);
            Tensor logits = model.logits(ws, TokenBatch.of(ws, texts()));
            float[] values = logits.toArray();
            for (int i = 0; i < values.length; i++) {
                assertEquals(golden.get("logits").get(i).doubleValue(), values[i], 3e-6, "logit " + i);
            }
            Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(LENGTHS.length), labels()));
            assertEquals(golden.get("loss").doubleValue(), loss.item(), 1e-6);
            ws.backward(loss);
            scope.parameters().forEach(this::assertGradient);
        }
    }

    private void assertGradient(ModelParameter p) {
        JsonNode wanted = golden.get("gradients").get(p.name());
        float[] gradient = p.parameter().gradient().toArray();
        double norm = wanted.get("norm").doubleValue();
        double tolerance = 1e-4 * norm + 1e-7;
        double dot = 0;
        double square = 0;
        for (int k = 0; k < gradient.length; k++) {
            dot += gradient[k] * GoldenFormula.unit(p.name() + ".direction", k);
            square += (double) gradient[k] * gradient[k];
        }
        assertEquals(wanted.get("dot").doubleValue(), dot, tolerance, p.name());
        assertEquals(norm, Math.sqrt(square), tolerance, p.name());
        for (int i = 0; i < wanted.get("first").size(); i++) {
            assertEquals(wanted.get("first").get(i).doubleValue(), gradient[i], tolerance, p.name());
        }
    }

    @Test
    void twentyStepsOfTrainingFollowLibtorch() throws IOException {
        var options = TrainingOptions.builder()
                .epochs(20).batchSize(LENGTHS.length).learningRate(1e-3).warmup(0.1)
                .schedule(Schedule.Course.LINEAR).shuffle(false).build();
        var losses = new ArrayList<Float>();
        try (Device device = Device.cpu(2); var workspace = Workspace.model("tiny", device.backend())) {
            ModelScope scope = ModelScope.root(workspace);
            var model = model(scope);
            List<Parameter> parameters = scope.parameters().stream().map(ModelParameter::parameter).toList();
            try (var trainer = new Trainer<>(
                    new ClassificationLoss(model), parameters, examples(), options, device.backend())) {
                for (int epoch = 1; epoch <= 20; epoch++) {
                    trainer.epoch(epoch, metrics -> {
                        JsonNode wanted = golden.get("training").get((int) metrics.step() - 1);
                        assertEquals(wanted.get(0).doubleValue(), metrics.lr(), 1e-12);
                        assertEquals(wanted.get(1).doubleValue(), metrics.loss(), 1e-5, "step " + metrics.step());
                        assertEquals(wanted.get(2).doubleValue(), metrics.gradNorm(), 1e-3, "step " + metrics.step());
                        losses.add(metrics.loss());
                    });
                }
            }
        }
        assertEquals(20, losses.size());
    }

    private static BertForSequenceClassification model(ModelScope scope) {
        var model = new BertForSequenceClassification(scope, TINY, 3);
        scope.parameters().forEach(p ->
                GoldenFormula.set(p.parameter(), p.name().endsWith("LayerNorm.weight") ? 1 : 0, 0.2));
        return model;
    }

    private static List<TokenSequence> texts() {
        return IntStream.range(0, LENGTHS.length).mapToObj(r -> TokenSequence.of(
                IntStream.range(0, LENGTHS[r]).map(t -> 1 + (31 * r + 17 * t + 5 * r * t) % 99).toArray(),
                IntStream.range(0, LENGTHS[r]).map(t -> 2 * t > LENGTHS[r] ? 1 : 0).toArray())).toList();
    }

    private static List<ClassifiedText> examples() {
        return IntStream.range(0, LENGTHS.length)
                .mapToObj(i -> new ClassifiedText(texts().get(i), labels()[i]))
                .toList();
    }

    private static int[] labels() {
        return IntStream.range(0, LENGTHS.length).map(r -> r % 3).toArray();
    }

    private static JsonNode read() {
        try (var in = LibtorchTinyBertTest.class.getResourceAsStream("libtorch-tiny-bert.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
