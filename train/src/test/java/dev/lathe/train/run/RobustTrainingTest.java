package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.directory.Calibration;
import dev.lathe.bert.directory.LabelThresholds;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.tensor.Disturbance;
import dev.lathe.tensor.Parameter;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.AdversarialOptions;
import dev.lathe.train.loop.AdversarialRule;
import dev.lathe.train.loop.Averaging;
import dev.lathe.train.loop.RobustOptions;
import dev.lathe.train.loop.StepRule;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.loss.ClassWeights;
import dev.lathe.train.loss.LossOptions;
import dev.lathe.train.output.OutputException;
import dev.lathe.train.perturb.Augmentation;
import dev.lathe.train.run.model.ModelEvaluation;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a training does against rare labels, noise and hostile texts, from files to a model.
class RobustTrainingTest {
    @TempDir
    private Path folder;
    private Path encoder;
    private Path train;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        train = TinyModel.sentences(folder.resolve("train.jsonl"), 22);
    }

    private static TrainingOptions.Builder options() {
        return TrainingOptions.builder().epochs(3).batchSize(4).gradAccumulation(2).learningRate(1e-3).dropout(0.2).maxLength(16);
    }

    private static LossOptions loss(String method) {
        return switch (method) {
            case "weights" -> LossOptions.USUAL.withWeights(ClassWeights.BALANCED);
            case "focal" -> LossOptions.USUAL.withFocalGamma(2);
            case "smoothing" -> LossOptions.USUAL.withLabelSmoothing(0.1);
            case "r-drop" -> LossOptions.USUAL.withRDrop(2);
            default -> LossOptions.USUAL;
        };
    }

    private static RobustOptions robust(String method) {
        return switch (method) {
            case "fgm", "pgd", "freelb" -> RobustOptions.NONE.withAdversarial(
                    AdversarialOptions.Method.valueOf(method.toUpperCase(Locale.ROOT)).usual());
            case "ema" -> RobustOptions.NONE.withAveraging(new Averaging.Exponential(0.9));
            case "swa" -> RobustOptions.NONE.withAveraging(new Averaging.Epochs(2));
            case "sampling" -> RobustOptions.NONE.withBalancedSampling();
            default -> RobustOptions.NONE;
        };
    }

    private FineTuning tuning(String method, Path out) {
        return new FineTuning(BaseModel.of(encoder), TrainingData.of(train).withDev(train), out).options(options().robust(robust(method)).build())
                .task(new SequenceClassificationTask().withLoss(loss(method))).saveSteps(1)
                .keep(method.equals("swa") ? Keep.LAST : Keep.BEST);
    }

    /// 3 epochs of 3 steps, stopped after step 5 and gone on with on another number of threads.
    @ParameterizedTest
    @ValueSource(strings = {"weights", "focal", "smoothing", "r-drop", "fgm", "pgd", "freelb", "ema", "swa", "sampling"})
    void aStoppedRunEndsInTheSameBytes(String method) throws IOException {
        byte[] plain = whole("plain");
        byte[] expected = whole(method);
        // Sentences are as many of each label: even weights are balanced.
        assertEquals(method.equals("weights"), Arrays.equals(plain, expected), "the method changes something");
        Path out = folder.resolve("out");
        var stop = new TrainingListener() {
            @Override
            public void step(StepProgress progress) {
                if (progress.step() == 6) {
                    throw new IllegalStateException("enough");
                }
            }
        };
        try (Device one = Device.cpu(1)) {
            assertThrows(IllegalStateException.class, () -> tuning(method, out).run(one, stop));
            if (!method.equals("weights")) {
                String refused = assertThrows(OutputException.class,
                        () -> tuning("plain", out).resume().run(one, TrainingListener.NONE)).getMessage();
                assertTrue(refused.contains("was begun with something else: options."), refused);
            }
        }
        try (Device two = Device.cpu(2)) {
            tuning(method, out).resume().run(two, TrainingListener.NONE);
        }
        assertArrayEquals(expected, Files.readAllBytes(out.resolve("model.safetensors")));
    }

    private byte[] whole(String method) throws IOException {
        Path out = folder.resolve("whole-" + method);
        try (Device two = Device.cpu(2)) {
            tuning(method, out).run(two, TrainingListener.NONE);
        }
        return Files.readAllBytes(out.resolve("model.safetensors"));
    }

    /// 95 of 100 texts are negative, and half of the words that tell the others are there in negative ones too.
    @Test
    void classWeightsRaiseMacroF1WhereALabelIsRare() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            boolean rare = i % 20 == 0;
            String word = rare ? "awful" : i % 40 < 4 ? "awful" : List.of("good", "fine", "bad").get(i % 3);
            lines.add("{\"text\": \"the food was %s%s\", \"label\": \"%s\"}".formatted("very ".repeat(i % 4), word, rare ? "rare" : "usual"));
        }
        train = Files.write(folder.resolve("imbalanced.jsonl"), lines);
        double without = macroF1("without", RobustOptions.NONE, LossOptions.USUAL);
        double weighted = macroF1("weighted", RobustOptions.NONE, LossOptions.USUAL.withWeights(ClassWeights.BALANCED));
        double sampled = macroF1("sampled", RobustOptions.NONE.withBalancedSampling(), LossOptions.USUAL);
        assertTrue(without < 0.5, "without weights no text is rare: " + without);
        assertTrue(weighted > without + 0.1, weighted + " with weights");
        assertTrue(sampled > without + 0.1, sampled + " with balanced sampling");
    }

    private double macroF1(String name, RobustOptions robust, LossOptions loss) throws IOException {
        var options = TrainingOptions.builder().epochs(4).batchSize(16).learningRate(5e-3).maxLength(16).robust(robust).build();
        return new FineTuning(BaseModel.of(encoder), TrainingData.of(train).withTest(train), folder.resolve(name)).options(options)
                .task(new SequenceClassificationTask().withLoss(loss)).run(TrainingListener.NONE)
                .evaluation().orElseThrow().score("macro_f1");
    }

    /// Parts with other labels have other weights: a step in two parts has the gradient of one in a single part.
    @Test
    void theMeanIsOverTheWeightsOfTheWholeStep() throws IOException {
        train = Files.writeString(folder.resolve("step.jsonl"), """
                {"text": "the food was good", "label": "usual"}
                {"text": "the food was fine", "label": "usual"}
                {"text": "very good food", "label": "usual"}
                {"text": "the food was awful", "label": "rare"}
                """);
        double whole = gradNorm(4);
        assertEquals(whole, gradNorm(2), 1e-5 * whole);
        assertTrue(whole > 0.01, whole + " is something");
    }

    private double gradNorm(int batchSize) throws IOException {
        Path out = folder.resolve("parts-" + batchSize);
        new FineTuning(BaseModel.of(encoder), TrainingData.of(train), out)
                .options(TrainingOptions.builder().epochs(1).batchSize(batchSize).gradAccumulation(4 / batchSize).dropout(0).shuffle(false).build())
                .task(new SequenceClassificationTask().withLoss(LossOptions.USUAL.withWeights(new ClassWeights.Given(
                        new LinkedHashMap<>(Map.of("rare", 20.0)))))).run(TrainingListener.NONE);
        return Double.parseDouble(Files.readAllLines(out.resolve("metrics.jsonl")).getFirst().replaceFirst(".*\"grad_norm\":([^,}]+).*", "$1"));
    }

    /// Copies are learnt beside the texts, whose labels they keep.
    @Test
    void changedCopiesAreLearntToo() throws IOException {
        var changes = new Augmentation(0.3, 0, 0, Optional.empty(), "delete=0.3");
        var options = options().robust(RobustOptions.NONE.withAugmentation(changes)).build();
        tuning("plain", folder.resolve("copies")).options(options).run(TrainingListener.NONE);
        String record = Files.readString(folder.resolve("copies/training.json"));
        int examples = Integer.parseInt(record.replaceFirst("(?s).*?\"examples\": (\\d+).*", "$1"));
        assertTrue(examples > 30 && examples < 44 && record.contains("\"rows\": 22"), record);
        assertTrue(record.contains("\"augment\": \"delete=0.3\""), record);
        assertFalse(Arrays.equals(whole("plain"), Files.readAllBytes(folder.resolve("copies/model.safetensors"))));
        Path tags = Files.writeString(folder.resolve("tags.conll"), "the O\nfood B-X\nwas O\nawful B-X\n\n".replace(" ", "\t").repeat(8));
        new FineTuning(BaseModel.of(encoder), TrainingData.of(tags), folder.resolve("tagger")).task(new TokenClassificationTask())
                .options(options).run(TrainingListener.NONE);
        assertRefused("augment: is for sequence-classification, multi-label and token-classification, not regression",
                tuning("plain", folder.resolve("out")).task(new RegressionTask()).options(options));
    }

    /// The step of a rule, looked at: what it asks for, and that nothing but gradients is touched before the parameters move.
    private record Watched(StepRule.Step step, List<Double> shares, List<float[]> before) implements StepRule.Step {
        @Override
        public int number() {
            return step.number();
        }

        @Override
        public List<Parameter> parameters() {
            return step.parameters();
        }

        @Override
        public void backward() {
            step.backward();
        }

        @Override
        public void backward(double share, Disturbance disturbance) {
            shares.add(share);
            step.backward(share, disturbance);
        }

        @Override
        public double loss() {
            return step.loss();
        }

        @Override
        public void move() {
            for (int i = 0; i < before.size(); i++) {
                assertArrayEquals(before.get(i), parameters().get(i).value().toArray(), "to the bit");
            }
            step.move();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fgm", "pgd", "freelb"})
    void disturbancesLeaveTheParametersAlone(String method) throws IOException {
        AdversarialOptions options = robust(method).adversarial().orElseThrow();
        var shares = new ArrayList<Double>();
        tuning("plain", folder.resolve("out")).stepRule(step -> new AdversarialRule(options).run(new Watched(step, shares,
                step.parameters().stream().map(parameter -> parameter.value().toArray()).toList()))).run(TrainingListener.NONE);
        List<Double> once = switch (method) {
            case "fgm" -> List.of(1.0, 1.0);
            case "pgd" -> List.of(1.0, 1.0, 1.0, 1.0);
            default -> List.of(1.0 / 3, 1.0 / 3, 1.0 / 3);
        };
        assertEquals(once, shares.subList(0, once.size()));
        assertEquals(9 * once.size(), shares.size());
        assertArrayEquals(whole(method), Files.readAllBytes(folder.resolve("out/model.safetensors")), "the option is this rule");
    }

    @Test
    void averagesAreWhatIsKept() throws IOException {
        // With a single epoch in the mean it is that of the last.
        byte[] last = weights(new Averaging.Epochs(3));
        assertArrayEquals(weights(Averaging.NONE), last);
        assertFalse(Arrays.equals(last, weights(new Averaging.Epochs(2))));
        assertEquals("swaFrom 4: the training has 3 whole epochs",
                assertThrows(IllegalArgumentException.class, () -> weights(new Averaging.Epochs(4))).getMessage());
    }

    private byte[] weights(Averaging averaging) throws IOException {
        Path out = folder.resolve("averaged");
        tuning("plain", out).options(options().robust(RobustOptions.NONE.withAveraging(averaging)).build()).keep(Keep.LAST).overwrite()
                .run(TrainingListener.NONE);
        return Files.readAllBytes(out.resolve("model.safetensors"));
    }

    @Test
    void theFittedTemperatureIsSavedAndUsed() throws IOException {
        Path out = folder.resolve("out");
        Path plain = folder.resolve("whole-plain");
        whole("plain");
        FineTuning.Result result = tuning("plain", out).task(new SequenceClassificationTask().withCalibration()).run(TrainingListener.NONE);
        double temperature = Calibration.read(out).temperature();
        assertTrue(temperature != 1 && temperature >= 0.05 && temperature <= 20.0001, temperature + "");
        try (var calibrated = TextClassifier.load(out); var other = TextClassifier.load(plain)) {
            var p = calibrated.predict("the food was good.").scores();
            var q = other.predict("the food was good.").scores();
            double odds = Math.log(q.get("positive") / q.get("negative"));
            assertEquals(odds / temperature, Math.log(p.get("positive") / p.get("negative")), 1e-4);
        }
        var again = new ModelEvaluation(out, train).run().evaluation();
        assertEquals(result.evaluation().orElseThrow().toText(), again.toText());
        assertTrue(again.toText().contains("ECE (15 bins)      0."), again.toText());
        assertTrue(Files.readString(out.resolve("report.json")).contains("\"ece_before\""));
        assertFalse(Files.exists(plain.resolve(Calibration.NAME)));
        Files.writeString(out.resolve(Calibration.NAME), "{\"temperature\": 0}");
        assertTrue(assertThrows(IOException.class, () -> TextClassifier.load(out)).getMessage()
                .contains("'temperature': 0.0 where more than 0 is needed"));
    }

    @Test
    void thresholdsChosenOnDevDataAreSavedAndUsed() throws IOException {
        Path data = Files.writeString(folder.resolve("labels.jsonl"), """
                {"text": "the food was good", "labels": ["nice"]}
                {"text": "the food was bad", "labels": []}
                {"text": "the food was awful", "labels": ["rude"]}
                {"text": "the food was very fine", "labels": ["nice"]}
                """.repeat(4));
        Path out = folder.resolve("out");
        var run = new FineTuning(BaseModel.of(encoder), TrainingData.of(data).withDev(data), out).task(new MultiLabelTask().withDevThresholds())
                .options(options().build());
        FineTuning.Result result = run.run(TrainingListener.NONE);
        LabelThresholds thresholds = LabelThresholds.read(out, List.of("nice", "rude"));
        assertEquals(List.of("nice", "rude"), List.copyOf(thresholds.byLabel().keySet()));
        assertTrue(thresholds.byLabel().values().stream().allMatch(t -> t < 0.5), thresholds::toString);
        assertTrue(result.evaluation().orElseThrow().score("macro_f1") > 0.3, "a half would find nothing yet");
        assertEquals(result.evaluation().orElseThrow().toText(), new ModelEvaluation(out, data).run().evaluation().toText());
        try (var classifier = TextClassifier.load(out)) {
            var prediction = classifier.predict("the food was good");
            assertEquals(prediction.scores().entrySet().stream()
                    .filter(e -> e.getValue() >= thresholds.byLabel().get(e.getKey())).map(Map.Entry::getKey).toList(), prediction.labels());
        }
    }

    @Test
    void tagsHaveWeightsToo() throws IOException {
        Path data = Files.writeString(folder.resolve("tags.conll"), """
                the O
                food B-X
                was O

                good B-X
                food O
                """.replace(" ", "\t").repeat(3));
        byte[] plain = tagger(data, LossOptions.USUAL);
        assertFalse(Arrays.equals(plain, tagger(data, LossOptions.USUAL.withWeights(ClassWeights.BALANCED))));
        assertFalse(Arrays.equals(plain, tagger(data, LossOptions.USUAL.withFocalGamma(1))));
        assertFalse(Arrays.equals(plain, tagger(data, LossOptions.USUAL.withRDrop(1))));
    }

    private byte[] tagger(Path data, LossOptions loss) throws IOException {
        Path out = folder.resolve("tagger");
        new FineTuning(BaseModel.of(encoder), TrainingData.of(data), out).task(new TokenClassificationTask().withLoss(loss)).overwrite()
                .options(options().build()).run(TrainingListener.NONE);
        return Files.readAllBytes(out.resolve("model.safetensors"));
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedBeforeAnythingIsWritten() {
        Task<?> calibrated = new SequenceClassificationTask().withCalibration();
        assertRefused("calibrate: needs a dev set", new FineTuning(BaseModel.of(encoder), TrainingData.of(train), folder.resolve("out"))
                .task(calibrated));
        assertRefused("sampling balanced: is for sequence-classification, not multi-label", tuning("sampling", folder.resolve("out"))
                .task(new MultiLabelTask()));
        assertRefused("adversarial fgm: a step rule of your own is given too; give one of the two", tuning("fgm", folder.resolve("out"))
                .stepRule(StepRule.Step::backward));
        assertEquals("sampling balanced: shuffle is off, but what is drawn has no order of the data", assertThrows(
                IllegalArgumentException.class, () -> options().shuffle(false).robust(robust("sampling")).build()).getMessage());
        assertFalse(Files.exists(folder.resolve("out.partial")));
    }

    private static void assertRefused(String message, FineTuning run) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> run.run(TrainingListener.NONE)).getMessage());
    }
}
