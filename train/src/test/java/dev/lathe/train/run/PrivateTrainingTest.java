package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.Device;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.nn.adapter.AdaLora;
import dev.lathe.nn.adapter.Lora;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.attack.MembershipAttack;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.fairness.FairnessOptions;
import dev.lathe.train.loop.AdversarialOptions;
import dev.lathe.train.loop.Averaging;
import dev.lathe.train.loop.RobustOptions;
import dev.lathe.train.loop.StepRule;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.loss.ClassWeights;
import dev.lathe.train.loss.LossOptions;
import dev.lathe.train.output.OutputException;
import dev.lathe.train.privacy.Accountant;
import dev.lathe.train.privacy.MembershipAudit;
import dev.lathe.train.privacy.PrivacyOptions;
import dev.lathe.train.privacy.SampledGaussian;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import dev.lathe.train.task.embedding.SentenceEmbeddingTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Private trainings from files to a model: what they keep, write and refuse.
class PrivateTrainingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PrivacyOptions PRIVACY = PrivacyOptions.ofEpsilon(8, 1e-5);

    @TempDir
    private Path folder;
    private Path encoder;
    private Path train;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        train = TinyModel.sentences(folder.resolve("train.jsonl"), 40);
    }

    private static TrainingOptions.Builder options(PrivacyOptions privacy) {
        return TrainingOptions.builder().epochs(3).batchSize(8).learningRate(1e-3).dropout(0.2).maxLength(16).privacy(privacy);
    }

    private FineTuning tuning(String out, TrainingOptions.Builder options) {
        return new FineTuning(BaseModel.of(encoder), TrainingData.of(train), folder.resolve(out)).options(options.build()).saveSteps(2);
    }

    private static TrainingListener stopsAt(int step) {
        return new TrainingListener() {
            @Override
            public void step(StepProgress progress) {
                if (progress.step() == step) {
                    throw new IllegalStateException("enough");
                }
            }
        };
    }

    /// 3 epochs of 5 steps, killed after step 7, whose last checkpoint is of step 6.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStoppedRunEndsInTheSameBytesAndSpendsTheSame(boolean lora) throws IOException {
        var options = options(PRIVACY.withSeed(3));
        if (lora) {
            options.adapter(Lora.DEFAULT);
        }
        try (Device one = Device.cpu(1); Device two = Device.cpu(2)) {
            tuning("whole", options).run(two, TrainingListener.NONE);
            assertThrows(IllegalStateException.class, () -> tuning("out", options).run(one, stopsAt(7)));
            tuning("out", options).resume().run(two, TrainingListener.NONE);
        }
        String weights = lora ? "adapter_model.safetensors" : "model.safetensors";
        assertArrayEquals(Files.readAllBytes(folder.resolve("whole").resolve(weights)), Files.readAllBytes(folder.resolve("out").resolve(weights)));
        assertEquals(spent("whole"), spent("out"));
    }

    private double spent(String out) throws IOException {
        return json(out, "training.json").get("run").get("epsilon").asDouble();
    }

    private JsonNode json(String out, String name) throws IOException {
        return JSON.readTree(folder.resolve(out).resolve(name).toFile());
    }

    /// Nobody knows the secret, so the run is compared with itself: both go on from the same checkpoint.
    @Test
    void theSecretIsKeptForAResumeAndGoneInTheEnd() throws IOException {
        assertThrows(IllegalStateException.class, () -> tuning("out", options(PRIVACY)).run(stopsAt(7)));
        Path partial = folder.resolve("out.partial");
        Path secret = partial.resolve("checkpoints/step-6/secret-numbers");
        String kept = Files.readString(secret);
        assertThrows(IllegalStateException.class, () -> tuning("out", options(PRIVACY)).resume().run(stopsAt(9)));
        assertEquals(kept, Files.readString(partial.resolve("checkpoints/step-8/secret-numbers")));
        tuning("out", options(PRIVACY)).resume().run(TrainingListener.NONE);
        try (var files = Files.walk(folder)) {
            assertEquals(List.of(), files.filter(file -> file.getFileName().toString().equals("secret-numbers")).toList());
        }
        tuning("another", options(PRIVACY)).run(TrainingListener.NONE);
        assertTrue(Files.mismatch(folder.resolve("out/model.safetensors"), folder.resolve("another/model.safetensors")) >= 0,
                "another secret, other noise");
    }

    @Test
    void whatIsSpentIsWrittenDownAndWhatIsSecretIsNot() throws IOException {
        tuning("out", options(PRIVACY)).run(TrainingListener.NONE);
        JsonNode options = json("out", "training.json").get("options");
        double sigma = options.get("dp-noise").asDouble();
        assertEquals(8, options.get("dp-epsilon").asDouble());
        assertEquals(0.2, options.get("dp-sample-rate").asDouble());
        double spent = spent("out");
        assertEquals(Accountant.RDP.epsilon(new SampledGaussian(sigma, 0.2), 15, 1e-5), spent);
        assertTrue(spent <= 8 && spent > 8 - 1e-6, () -> "spent " + spent);
        List<String> lines = Files.readAllLines(folder.resolve("out/metrics.jsonl"));
        double before = 0;
        for (String line : lines) {
            JsonNode metrics = JSON.readTree(line);
            assertTrue(metrics.get("loss").isNull(), "losses of training texts are not told: " + line);
            if (metrics.has("split")) {
                assertTrue(metrics.get("epsilon").asDouble() > before, line);
                before = metrics.get("epsilon").asDouble();
            } else {
                assertEquals(0, metrics.get("tokens").asInt(), line);
            }
        }
        assertEquals(spent, before);
        String card = Files.readString(folder.resolve("out/README.md"));
        assertTrue(card.contains("## Privacy") && card.contains("epsilon 8.0000 at delta 1.0E-5"), card);
        assertEquals("train: train.jsonl, 40 examples, loss NaN\n", Files.readString(folder.resolve("out/report.txt")));
    }

    /// Texts with labels that nothing in them tells: who knows them has learnt them by heart.
    @Test
    void canariesAreBetrayedByAPlainTrainingAndHiddenByAPrivateOne() throws IOException {
        List<TextExample> canaries = canaries(1);
        train = Files.write(folder.resolve("canaries.jsonl"), canaries.stream()
                .map(e -> "{\"text\": \"%s\", \"label\": \"%s\"}".formatted(e.text(), e.label())).toList());
        var plain = TrainingOptions.builder().epochs(40).batchSize(10).learningRate(5e-3).dropout(0).maxLength(16);
        MembershipAudit overfitted = audit(tuning("plain", plain), canaries);
        assertTrue(overfitted.auc() > 0.6, "plain: " + overfitted);
        MembershipAudit hidden = audit(tuning("private", plain.epochs(8).privacy(PrivacyOptions.ofEpsilon(1, 1e-5).withSeed(9))), canaries);
        assertEquals(0.5, hidden.auc(), 0.12, "private: " + hidden);
        assertEquals(0, hidden.epsilon(), "private: " + hidden);
    }

    private MembershipAudit audit(FineTuning tuning, List<TextExample> members) throws IOException {
        Path model = tuning.run(TrainingListener.NONE).directory();
        try (var classifier = TextClassifier.load(model)) {
            return new MembershipAttack(classifier).run(members, canaries(2), 1e-5);
        }
    }

    private static List<TextExample> canaries(long seed) {
        var random = new Random(seed);
        var words = List.of("good", "bad", "fine", "awful", "the", "food", "was", "not", "very");
        return IntStream.range(0, 100).mapToObj(i -> new TextExample(SourceLine.inMemory("canaries", i + 1), IntStream.range(0, 8)
                .mapToObj(_ -> words.get(random.nextInt(words.size()))).collect(Collectors.joining(" ")), null,
                random.nextBoolean() ? "a" : "b")).toList();
    }

    @Test
    void aKnownSeedIsSaidToProtectNobody() throws IOException {
        tuning("out", options(PRIVACY.withSeed(3))).run(TrainingListener.NONE);
        assertTrue(Files.readString(folder.resolve("out/README.md")).contains("nobody is protected"));
        assertFalse(Files.exists(folder.resolve("out/reference.json")), "a sample of what was read");
    }

    @Test
    void moreEpochsThanThePromiseAreRefused() {
        assertThrows(IllegalStateException.class, () -> tuning("out", options(PRIVACY)).run(stopsAt(7)));
        String refused = assertThrows(OutputException.class,
                () -> tuning("out", options(PRIVACY).epochs(4)).resume().run(TrainingListener.NONE)).getMessage();
        assertTrue(refused.contains("options.dp-noise is "), refused);
    }

    @Test
    void plainTrainingsHaveNoWordOfIt() throws IOException {
        var plain = TrainingOptions.builder().epochs(1).batchSize(8).maxLength(16);
        tuning("out", plain).run(TrainingListener.NONE);
        assertFalse(Files.readString(folder.resolve("out/training.json")).contains("dp-"));
        assertFalse(Files.readString(folder.resolve("out/README.md")).contains("Privacy"));
        assertTrue(Files.exists(folder.resolve("out/reference.json")), "only a private run has no sample of what was read");
    }

    @Test
    void whatTheStepsWouldNotKeepIsRefusedByName() {
        String unproved = "private training: not with %s, for which the promise is not proved";
        assertRefused(unproved.formatted("adversarial fgm"),
                options(PRIVACY).robust(RobustOptions.NONE.withAdversarial(AdversarialOptions.Method.FGM.usual())));
        assertRefused(unproved.formatted("sampling balanced"), options(PRIVACY).robust(RobustOptions.NONE.withBalancedSampling()));
        assertRefused(unproved.formatted("swa-from"),
                options(PRIVACY).robust(RobustOptions.NONE.withAveraging(new Averaging.Epochs(2))));
        assertRefused(unproved.formatted("ema"),
                options(PRIVACY).robust(RobustOptions.NONE.withAveraging(new Averaging.Exponential(0.9))));
        assertRefused(unproved.formatted("peft adalora"), options(PRIVACY).adapter(AdaLora.DEFAULT));
        assertRefused(unproved.formatted("fairness"), options(PRIVACY), new SequenceClassificationTask().withFairness(FairnessOptions.reweighing("who")));
        assertRefused(unproved.formatted("r-drop"), options(PRIVACY), new SequenceClassificationTask().withLoss(LossOptions.USUAL.withRDrop(1)));
        assertRefused(unproved.formatted("class-weights balanced"), options(PRIVACY),
                new SequenceClassificationTask().withLoss(LossOptions.USUAL.withWeights(ClassWeights.BALANCED)));
        assertRefused(unproved.formatted("sentence-embedding"), options(PRIVACY), new SentenceEmbeddingTask());
        assertRefused("batchSize 64: the training data has 40 examples, of which each is drawn with the probability batch size / examples",
                options(PRIVACY).batchSize(64));
        assertEquals(unproved.formatted("a step rule of your own"), assertThrows(IllegalArgumentException.class,
                () -> tuning("out", options(PRIVACY)).stepRule(StepRule.USUAL::run).run(TrainingListener.NONE)).getMessage());
        assertEquals(unproved.formatted("pages and event files, which show gradients"), assertThrows(IllegalArgumentException.class,
                () -> tuning("out", options(PRIVACY)).show(RunViews.NONE.withPage()).run(TrainingListener.NONE)).getMessage());
        assertFalse(Files.exists(folder.resolve("out.partial")));
    }

    @Test
    void noiseThatSpendsMoreThanTheBudgetIsRefusedWithTheStepsThatWouldNot() {
        var both = new PrivacyOptions(PRIVACY.epsilon(), PrivacyOptions.ofNoise(0.8, 1e-5).noise(), 1e-5, 1, Accountant.RDP, PRIVACY.seed(), PRIVACY.passes());
        String refused = message(options(both), new SequenceClassificationTask());
        assertTrue(refused.matches("dpNoise 0\\.8: 15 steps spend epsilon \\d+\\.\\d{4}, more than 8\\.0; \\d+ steps would not"), refused);
    }

    private void assertRefused(String expected, TrainingOptions.Builder options) {
        assertRefused(expected, options, new SequenceClassificationTask());
    }

    private void assertRefused(String expected, TrainingOptions.Builder options, Task<?> task) {
        assertEquals(expected, message(options, task));
    }

    private String message(TrainingOptions.Builder options, Task<?> task) {
        return assertThrows(IllegalArgumentException.class,
                () -> tuning("out", options).task(task).run(TrainingListener.NONE)).getMessage();
    }
}
