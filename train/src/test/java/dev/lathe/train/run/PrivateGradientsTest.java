package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterMethods;
import dev.lathe.nn.adapter.Bottleneck;
import dev.lathe.nn.adapter.Lora;
import dev.lathe.nn.adapter.PrefixTuning;
import dev.lathe.nn.adapter.PromptTuning;
import dev.lathe.optim.Schedule;
import dev.lathe.optim.Sgd;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.StepRule;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.loss.ClassWeights;
import dev.lathe.train.loss.LossOptions;
import dev.lathe.train.privacy.PrivacyOptions;
import dev.lathe.train.privacy.PrivacyPlan;
import dev.lathe.train.privacy.PrivatePasses;
import dev.lathe.train.privacy.SampledGaussian;
import dev.lathe.train.privacy.SecretNumbers;
import dev.lathe.train.task.Objective.PartLoss;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.classification.MultiLabelTask;
import dev.lathe.train.task.classification.RegressionTask;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import dev.lathe.train.task.tagging.TokenClassificationTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a private step moves its parameters by, against backward passes of one example each.
class PrivateGradientsTest {
    private static final int EXAMPLES = 12;
    private static final int BATCH = 6;
    /// So small that noise is no part of what is compared.
    private static final double NO_NOISE = 1e-15;
    private static final SecretNumbers SECRET = SecretNumbers.ofSeed(5);

    @TempDir
    private Path folder;
    private final CpuBackend backend = new CpuBackend(2);

    private static TrainingOptions.Builder options() {
        return TrainingOptions.builder().batchSize(BATCH).maxSteps(1).learningRate(1).weightDecay(0).warmup(0)
                .schedule(Schedule.Course.CONSTANT).optimizer(new Sgd.Config(0)).maxLength(16).dropout(0.2);
    }

    static Stream<TrainingOptions> trained() {
        return Stream.concat(Stream.of(options().build(), options().freeze(List.of("bert.embeddings", "bert.encoder.layer.0")).build()),
                Stream.concat(AdapterMethods.all().stream(), Stream.of(Lora.DEFAULT.withDecomposed(true)))
                        .filter(method -> !method.name().equals("adalora"))
                        .map(PrivateGradientsTest::small).map(method -> options().adapter(method).build()));
    }

    private static AdapterMethod small(AdapterMethod method) {
        return switch (method) {
            case Bottleneck bottleneck -> bottleneck.withSize(8);
            case PromptTuning _ -> new PromptTuning(3);
            case PrefixTuning _ -> new PrefixTuning(3);
            case Lora lora -> lora.withStable(true);
            default -> method;
        };
    }

    @ParameterizedTest
    @MethodSource("trained")
    void eachExampleIsClippedOverAllThatIsTrained(TrainingOptions options) throws IOException {
        var sentences = TrainingData.of(TinyModel.sentences(folder.resolve("train.jsonl"), EXAMPLES));
        for (double clip : new double[] {1e-3, 0.5, 50}) {
            assertMovesAsALoop(new SequenceClassificationTask(), sentences, options, clip);
        }
    }

    /// Of the others no rule is known: learnt rows stand before those of each text, or the lengths of a map's rows are trained.
    private static boolean isPacked(TrainingOptions options) {
        return options.adapter().filter(method -> method instanceof PromptTuning || method instanceof PrefixTuning
                || method instanceof Lora lora && lora.decomposed()).isEmpty();
    }

    /// What the loss of one example is, and how much it weighs, is the task's.
    @Test
    void isSoForOtherLosses() throws IOException {
        var sentences = TrainingData.of(TinyModel.sentences(folder.resolve("train.jsonl"), EXAMPLES));
        var weights = new LinkedHashMap<>(Map.of("positive", 0.3, "negative", 2.0));
        for (LossOptions loss : List.of(LossOptions.USUAL.withWeights(new ClassWeights.Given(weights)).withLabelSmoothing(0.1),
                LossOptions.USUAL.withFocalGamma(2))) {
            assertMovesAsALoop(new SequenceClassificationTask().withLoss(loss), sentences, options().build(), 0.5);
        }
        var rows = new StringBuilder();
        var numbers = new StringBuilder();
        for (int i = 0; i < EXAMPLES; i++) {
            rows.append("{\"text\": \"%sgood food\", \"labels\": [%s]}%n".formatted("very ".repeat(i % 5), i % 3 == 0 ? "" : i % 3 == 1 ? "\"a\"" : "\"a\", \"b\""));
            numbers.append("{\"text\": \"%sgood food\", \"label\": %d}%n".formatted("very ".repeat(i % 5), i % 4));
        }
        Path labelled = Files.writeString(folder.resolve("labels.jsonl"), rows);
        assertMovesAsALoop(new MultiLabelTask(), TrainingData.of(labelled), options().build(), 0.5);
        assertMovesAsALoop(new RegressionTask(), TrainingData.of(Files.writeString(folder.resolve("numbers.jsonl"), numbers)), options().build(), 0.5);
    }

    @Test
    void wordsOfATextCountTogether() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < EXAMPLES; i++) {
            lines.append("the O\nfood B-X\n").append("was O\n".repeat(i % 4)).append('\n');
        }
        Path tagged = Files.writeString(folder.resolve("train.conll"), lines.append("good O\n"));
        assertMovesAsALoop(new TokenClassificationTask(), TrainingData.of(tagged), options().build(), 0.5);
    }

    private void assertMovesAsALoop(Task<?> task, TrainingData data, TrainingOptions options, double clip) throws IOException {
        Path encoder = TinyModel.encoder(folder.resolve("encoder" + clip));
        for (PrivatePasses passes : PrivatePasses.values()) {
            try (var inputs = FineTuningInputs.read(task, BaseModel.of(encoder), data, options, backend, TrainingListener.NONE)) {
                assertMovesAsALoop(inputs, options, clip, passes);
            }
        }
    }

    private <X> void assertMovesAsALoop(FineTuningInputs<?, X> inputs, TrainingOptions options, double clip, PrivatePasses passes) throws IOException {
        double rate = (double) BATCH / inputs.train().size();
        var plan = new PrivacyPlan(
                PrivacyOptions.ofNoise(NO_NOISE, 1e-5).withClip(clip).withPasses(passes), new SampledGaussian(NO_NOISE, rate), BATCH, 1);
        List<Parameter> parameters = inputs.parameters().stream().map(p -> p.parameter()).filter(p -> !p.isFrozen()).toList();
        List<double[]> expected = loop(inputs, parameters, rate, clip);
        List<float[]> before = parameters.stream().map(p -> p.value().toArray()).toList();
        try (var trainer = inputs.trainer(options, StepRule.USUAL, backend).privately(plan, SECRET)) {
            assertEquals(passes == PrivatePasses.PACKED && isPacked(options), trainer.privatelyApart().isEmpty(), () -> "" + trainer.privatelyApart());
            trainer.epoch(1, metrics -> { });
        }
        double largest = expected.stream().flatMapToDouble(Arrays::stream).map(Math::abs).max().orElseThrow();
        assertTrue(largest > 0);
        for (int p = 0; p < expected.size(); p++) {
            float[] after = parameters.get(p).value().toArray();
            for (int i = 0; i < after.length; i++) {
                // Values near one have seven digits, moves have their own.
                double rounding = Math.ulp(before.get(p)[i]) + Math.ulp(after[i]);
                assertEquals(expected.get(p)[i], before.get(p)[i] - (double) after[i], 1e-6 * largest + rounding, parameters.get(p).name());
            }
        }
    }

    /// The mean over a batch as it is expected, of one example's gradient after the other.
    private <X> List<double[]> loop(FineTuningInputs<?, X> inputs, List<Parameter> parameters, double rate, double clip) {
        List<double[]> sums = new ArrayList<>();
        parameters.forEach(p -> sums.add(new double[p.shape().size()]));
        int[] drawn = SECRET.batch(1, inputs.train().size(), rate);
        assertTrue(drawn.length > 1 && drawn.length < inputs.train().size(), "some are drawn: " + drawn.length);
        for (int example : drawn) {
            try (var ws = Workspace.training("one", backend, new RandomKey(SECRET.dropoutSeed(), 0))) {
                PartLoss loss = inputs.model().objective().of(ws, List.of(inputs.train().get(example)), example);
                ws.backward(ScaleOp.apply(ws, loss.mean(), (float) (loss.weight() / loss.terms())));
            }
            double norm = Math.sqrt(parameters.stream().filter(Parameter::hasGradient).mapToDouble(p -> squares(p.gradient().toArray())).sum());
            assertTrue(norm > 0, "an example has a gradient");
            for (int p = 0; p < sums.size(); p++) {
                if (parameters.get(p).hasGradient()) {
                    float[] gradient = parameters.get(p).gradient().toArray();
                    for (int i = 0; i < gradient.length; i++) {
                        sums.get(p)[i] += Math.min(1, clip / norm) * gradient[i] / BATCH;
                    }
                    parameters.get(p).clearGradient();
                }
            }
        }
        return sums;
    }

    private static double squares(float... values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }
}
