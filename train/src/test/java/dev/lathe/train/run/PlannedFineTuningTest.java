package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.evaluate.ClassificationReport;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Outcomes;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.task.classification.MultiLabelTask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run says before, while and after it trains: its plan, its doubts, its steps and its cost.
class PlannedFineTuningTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private Path encoder;
    private Path out;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        out = folder.resolve("out");
    }

    private static final class Heard implements TrainingListener {
        private final List<String> notices = new ArrayList<>();
        private final List<StepProgress> steps = new ArrayList<>();
        private int evaluations;
        private Optional<RunPlan> plan = Optional.empty();

        @Override
        public void notice(String text) {
            notices.add(text);
        }

        @Override
        public void begins(RunPlan value) {
            assertTrue(steps.isEmpty());
            plan = Optional.of(value);
        }

        @Override
        public void step(StepProgress progress) {
            steps.add(progress);
        }

        @Override
        public void evaluated(int epoch, String split, Evaluation evaluation) {
            evaluations++;
        }

        private List<String> doubts() {
            return notices.stream().filter(notice -> !notice.startsWith("initialised")).toList();
        }
    }

    private static TrainingOptions.Builder options() {
        return TrainingOptions.builder().epochs(3).batchSize(4).learningRate(1e-3);
    }

    private FineTuning fineTuning(TrainingData data, TrainingOptions.Builder options) {
        return new FineTuning(BaseModel.of(encoder), data, out).options(options.build());
    }

    @Test
    void saysWhatItIsAboutToDo() throws IOException {
        Path train = folder.resolve("train.jsonl");
        Files.writeString(train, """
                {"text": "good good good good", "label": "up"}
                {"text": "bad", "label": "down"}
                {"text": "good bad", "label": "up"}
                """);
        var heard = new Heard();
        fineTuning(TrainingData.of(train), options().maxLength(5)).run(heard);
        RunPlan plan = heard.plan.orElseThrow();
        assertEquals(List.of(
                "task    sequence-classification, from encoder",
                "device  " + plan.device(),
                "train   3 examples of train.jsonl",
                "labels  2: up 2, down 1",
                "length  5 tokens at most; 1 of 3 texts are longer (33.3 %), and 1 of 13 tokens are left out (7.7 %)",
                "steps   3 in 3 epochs, 4 examples a step; %,d parameters learn".formatted(plan.parameters())), plan.lines());
        assertTrue(plan.device().startsWith("CPU"), plan.device());
        byte[] weights = Files.readAllBytes(out.resolve("model.safetensors"));
        long header = ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertEquals((weights.length - 8 - header) / Float.BYTES, plan.parameters());
    }

    @Test
    void tellsOfEachStepAndWhatAllTook() throws IOException {
        var heard = new Heard();
        var result = fineTuning(TrainingData.of(TinyModel.sentences(folder.resolve("train.jsonl"), 9)), options()).run(heard);
        assertEquals(9, heard.steps.size());
        var last = heard.steps.getLast();
        assertEquals(9, last.step());
        assertEquals(Duration.ZERO, last.left());
        assertTrue(heard.steps.getFirst().left().toNanos() > 0);
        assertTrue(last.rate() > 0 && last.rate() < 1e-3 && last.gradNorm() > 0, last.toString());
        assertEquals(heard.steps.stream().mapToLong(TrainingListener.StepProgress::tokens).sum(), result.cost().tokens());
        assertTrue(result.cost().stepTime().compareTo(result.cost().time()) <= 0 && result.cost().tokensPerSecond() > 0);
        JsonNode run = JSON.readTree(out.resolve("training.json").toFile()).get("run");
        assertEquals(result.cost().tokens(), run.get("tokens").asLong());
        assertEquals(heard.plan.orElseThrow().device(), run.get("device").asText());
        assertTrue(run.get("seconds").asDouble() > 0 && run.get("tokens_per_second").asDouble() > 0, run.toString());
    }

    @Test
    void stepsMayBeCountedInsteadOfEpochs() throws IOException {
        Path train = TinyModel.sentences(folder.resolve("train.jsonl"), 16);
        var heard = new Heard();
        fineTuning(TrainingData.of(train), options().maxSteps(6)).run(heard);
        assertEquals(List.of(1, 1, 1, 1, 2, 2), heard.steps.stream().map(TrainingListener.StepProgress::epoch).toList());
        assertEquals(6, heard.steps.getLast().steps());
        assertEquals(2, heard.plan.orElseThrow().epochs());
        // Rises in one step of six, and falls to 0 after the last.
        assertEquals(1e-3 / 5, heard.steps.getLast().rate(), 1e-12);
        assertEquals(6, JSON.readTree(out.resolve("training.json").toFile()).get("options").get("max-steps").asInt());
        assertEquals("maxSteps 0: needs at least 1",
                assertThrows(IllegalArgumentException.class, () -> options().maxSteps(0).build()).getMessage());
    }

    @Test
    void evaluatesEverySoManySteps() throws IOException {
        Path train = TinyModel.sentences(folder.resolve("train.jsonl"), 16);
        Path dev = TinyModel.sentences(folder.resolve("dev.jsonl"), 5);
        var heard = new Heard();
        assertEquals("evalSteps 3: needs a dev set", assertThrows(IllegalArgumentException.class,
                () -> fineTuning(TrainingData.of(train), options()).evalSteps(3).run(heard)).getMessage());
        assertEquals("evalSteps 0: needs at least 1", assertThrows(IllegalArgumentException.class,
                () -> fineTuning(TrainingData.of(train), options()).evalSteps(0)).getMessage());
        fineTuning(TrainingData.of(train).withDev(dev), options().epochs(2)).evalSteps(3).run(heard);
        List<JsonNode> evaluations = Files.readAllLines(out.resolve("metrics.jsonl")).stream().map(PlannedFineTuningTest::tree)
                .filter(line -> line.path("split").asText().equals("dev")).toList();
        assertEquals(List.of(3, 6, 8), evaluations.stream().map(line -> line.get("step").asInt()).toList());
        assertEquals(3, heard.evaluations);
        double best = evaluations.stream().mapToDouble(line -> line.get("macro_f1").asDouble()).max().orElseThrow();
        assertEquals(best, JSON.readTree(out.resolve("report.json").toFile()).get("macro avg").get("f1-score").asDouble());
    }

    @Test
    void stopsWithinAnEpochWhenNothingGetsBetter() throws IOException {
        Path train = TinyModel.sentences(folder.resolve("train.jsonl"), 40);
        var heard = new Heard();
        // So small a rate that no score ever changes.
        fineTuning(TrainingData.of(train).withDev(TinyModel.sentences(folder.resolve("dev.jsonl"), 5)),
                options().learningRate(1e-30).earlyStopping(2)).evalSteps(2).run(heard);
        assertEquals(6, heard.steps.size());
        assertTrue(heard.notices.contains("stopped after step 6: no better Macro F1 on the dev set since step 2"), heard.notices.toString());
    }

    @Test
    void doubtsDataThatIsTrainedAndJudgedOn() throws IOException {
        Path train = TinyModel.sentences(folder.resolve("train.jsonl"), 9);
        var heard = new Heard();
        fineTuning(TrainingData.of(train).withDev(train), options()).run(heard);
        assertEquals("dev: 9 of 9 examples are in the training data too: its scores will look better than the model is",
                heard.doubts().getFirst());
    }

    @Test
    void doubtsALabelThatNearlyAllHave() throws IOException {
        Path train = folder.resolve("train.jsonl");
        var lines = new ArrayList<String>(IntStream.range(0, 19).mapToObj(i -> "{\"text\": \"good\", \"label\": \"up\"}").toList());
        lines.add("{\"text\": \"bad\", \"label\": \"down\"}");
        Files.write(train, lines);
        var heard = new Heard();
        fineTuning(TrainingData.of(train), options()).run(heard);
        assertEquals("19 of 20 training examples have the label 'up': a model that always says so looks good; look at the other labels' "
                + "rows of the report", heard.doubts().getFirst());
    }

    @Test
    void doubtsLabelsThatAreSeveralInOne() throws IOException {
        Path train = folder.resolve("train.csv");
        Files.writeString(train, "text,labels\ngood,\"up,high\"\nbad,down\nfine,\n");
        var heard = new Heard();
        fineTuning(TrainingData.of(train), options()).task(new MultiLabelTask()).run(heard);
        assertEquals("no training example has two labels, and of 1 the label holds a comma or a bar, such as 'up,high': in CSV and TSV "
                + "labels are parted by ';'", heard.doubts().getFirst());
        out = folder.resolve("two");
        Files.writeString(train, "text,labels\ngood,\"up,high\"\nbad,down;low\nfine,\n");
        var parted = new Heard();
        fineTuning(TrainingData.of(train), options()).task(new MultiLabelTask()).run(parted);
        assertEquals(List.of(), parted.doubts());
    }

    @Test
    void doubtsBlankTextsAndLabelsThatNoTwoShare() throws IOException {
        Path train = folder.resolve("train.jsonl");
        Files.write(train, IntStream.range(0, 12).mapToObj(i -> "{\"text\": \"%s\", \"label\": \"%d\"}".formatted(i < 2 ? " " : "good", i)).toList());
        var heard = new Heard();
        fineTuning(TrainingData.of(train), options()).run(heard);
        assertEquals(List.of("each of the 12 training examples has a label of its own: nothing can be learnt of what examples of a label share",
                "the text of 2 of 12 training examples is blank"), heard.doubts().subList(0, 2));
    }

    /// Without dev and test data nothing else would tell.
    @Test
    void doubtsAClassifierThatHasLearntNothingOfItsOwnData() throws IOException {
        Path train = folder.resolve("train.jsonl");
        Files.write(train, IntStream.range(0, 20).mapToObj(i -> "{\"text\": \"%s\", \"label\": \"%s\"}".formatted(
                i % 2 == 0 ? "good" : "bad", i % 2 == 0 ? "up" : "down")).toList());
        var heard = new Heard();
        fineTuning(TrainingData.of(train), options().epochs(1).learningRate(1e-6)).run(heard);
        assertTrue(heard.doubts().getLast().matches("on 20 of its training examples the model has a loss of 0\\.\\d{4}, and one that reads nothing "
                + "has 0\\.6931: little was learnt; more epochs or a higher learning rate may help"), heard.doubts()::toString);
        out = folder.resolve("learnt");
        var learnt = new Heard();
        fineTuning(TrainingData.of(train), options().epochs(40).learningRate(1e-2)).run(learnt);
        assertEquals(List.of(), learnt.doubts());
    }

    @Test
    void doubtsALossThatRises() {
        var rising = IntStream.range(0, 20).mapToObj(i -> 1.0 + i).toList();
        assertEquals("the training loss ended higher than it began, 19.5000 after 1.5000: nothing was learnt; a lower learning rate may help",
                RunDoubts.ofLosses(rising).orElseThrow());
        assertEquals(Optional.empty(), RunDoubts.ofLosses(rising.reversed()));
        assertEquals(Optional.empty(), RunDoubts.ofLosses(rising.subList(0, 9)));
    }

    @Test
    void doubtsALossThatHardlyFalls() {
        var flat = IntStream.range(0, 60).mapToObj(i -> 0.7 - 0.0001 * i).toList();
        assertEquals("the training loss hardly fell, from 0.6997 to 0.6944: little was learnt; look at the learning rate and at what makes the "
                + "task harder", RunDoubts.ofLosses(flat).orElseThrow());
        assertEquals(Optional.empty(), RunDoubts.ofLosses(flat.subList(0, 49)));
        assertEquals(Optional.empty(), RunDoubts.ofLosses(IntStream.range(0, 60).mapToObj(i -> 0.7 - 0.0003 * i).toList()));
    }

    @Test
    void doubtsAModelThatFindsNothing() {
        assertEquals("Macro F1 is 0: the model finds nothing that is right; more epochs or a higher learning rate may help, or the labels "
                + "of the data are not what they should be", RunDoubts.of(evaluation(new int[] {0, 1, 1})).orElseThrow());
        assertEquals(Optional.empty(), RunDoubts.of(evaluation(new int[] {1, 1, 1})));
    }

    @Test
    void doubtsAModelThatAlwaysSaysTheSame() {
        var right = new ArrayList<>(Collections.nCopies(11, true));
        right.set(3, false);
        assertEquals("all 11 predictions are the same, up: the model has not learnt to tell the examples apart; more epochs or a higher learning "
                + "rate may help", RunDoubts.of(always("up", right)).orElseThrow());
        assertEquals(Optional.empty(), RunDoubts.of(always("up", Collections.nCopies(11, true))));
        assertEquals(Optional.empty(), RunDoubts.of(always("up", right.subList(0, 9))));
    }

    private static Evaluation always(String label, List<Boolean> right) {
        Evaluation scored = evaluation(1, 1, 1);
        return new Evaluation(scored.loss(), scored.scores(), scored.headline(), scored.report(),
                new Outcomes(new LinkedHashMap<>(), right, Collections.nCopies(right.size(), label)));
    }

    private static Evaluation evaluation(int... predicted) {
        int[] gold = {1, 0, 0};
        return Evaluation.ofClasses(1, ClassificationReport.of(gold, predicted, List.of("down", "up")), Outcomes.ofShare("accuracy", new boolean[3]));
    }

    private static JsonNode tree(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
