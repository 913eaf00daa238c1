package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.OutputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Fine-tunings that are stopped and resumed: 3 epochs of 4 steps, with dropout, end in the same bytes as without a stop.
class ResumedFineTuningTest {
    @TempDir
    private Path folder;
    private Path encoder;
    private TrainingData data;
    private Path out;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        data = TrainingData.of(TinyModel.sentences(folder.resolve("train.jsonl"), 32))
                .withDev(TinyModel.sentences(folder.resolve("dev.jsonl"), 9))
                .withTest(TinyModel.sentences(folder.resolve("test.jsonl"), 7));
        out = folder.resolve("out");
    }

    /// Notes what it hears, and throws when it hears of one thing.
    private static final class Stop implements TrainingListener {
        private final String at;
        private final List<String> heard = new ArrayList<>();

        Stop(String at) {
            this.at = at;
        }

        @Override
        public void notice(String text) {
            hear(text);
        }

        @Override
        public void step(StepProgress progress) {
            hear("step " + progress.step());
        }

        @Override
        public void evaluated(int epoch, String split, Evaluation evaluation) {
            hear(split + " " + epoch);
        }

        private void hear(String news) {
            heard.add(news);
            if (news.equals(at)) {
                throw new IllegalStateException("enough");
            }
        }

        /// The steps and evaluations.
        List<String> work() {
            return heard.stream().filter(news -> news.matches("(step|dev|test) \\d+")).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "step 1, 0, step 1", "step 5, 0, step 5", "dev 1, 0, step 1", "step 8, 0, step 5", "dev 3, 0, step 9",
        "test 3, 0, test 3", "step 2, 1, step 2", "step 4, 1, step 4", "dev 1, 1, step 4", "step 7, 3, step 7",
        "step 12, 3, step 10", "dev 3, 3, step 10", "test 3, 5, step 11", "step 9, 100, step 1", "never, 1, none"})
    void aStoppedRunEndsInTheSameBytes(String at, int saveSteps, String first) throws IOException {
        TreeMap<String, String> expected = whole(run -> run);
        UnaryOperator<FineTuning> saving = run -> saveSteps == 0 ? run : run.saveSteps(saveSteps);
        stop(at, saving);
        var second = new Stop("never");
        FineTuning.Result result = resume(saving, second);
        assertEquals(expected, files());
        assertEquals(at.equals("never") ? List.of() : List.of(first), second.work().stream().limit(1).toList());
        assertEquals(at.equals("never"), result.finishedBefore());
        assertEquals(List.of("dev.jsonl", "encoder", "out", "test.jsonl", "train.jsonl", "uninterrupted"), names(folder));
        try (var classifier = TextClassifier.load(out)) {
            assertEquals("positive", classifier.predict("the food was good.").label());
        }
    }

    /// What is stopped may be the resumed run, again and again.
    @Test
    void aRunThatIsStoppedAfterEveryStepEndsInTheSameBytes() throws IOException {
        TreeMap<String, String> expected = whole(run -> run.keep(Keep.LAST));
        stop("step 1", run -> run.keep(Keep.LAST).saveSteps(1));
        for (int step = 2; step <= 12; step++) {
            String at = "step " + step;
            var stopped = new Stop(at);
            assertThrows(IllegalStateException.class,
                    () -> resume(run -> run.keep(Keep.LAST).saveSteps(1), stopped));
            // The listener hears of a step before its checkpoint, so each is done twice.
            assertEquals("step " + (step - 1), stopped.work().getFirst());
            assertEquals(1, checkpoints().stream().filter(name -> name.startsWith("step-")).count(), checkpoints().toString());
        }
        resume(run -> run.keep(Keep.LAST), new Stop("never"));
        assertEquals(expected, files());
    }

    /// The best model is that of an epoch before the checkpoint, and no test set tells how good it is.
    @ParameterizedTest
    @ValueSource(strings = {"BEST", "LAST"})
    void whatIsKnownOfTheBestModelIsKeptToo(Keep keep) throws IOException {
        data = TrainingData.of(folder.resolve("train.jsonl")).withDev(folder.resolve("dev.jsonl"));
        var options = options().earlyStopping(2).epochs(30).learningRate(2e-2).build();
        TreeMap<String, String> expected = whole(run -> run.keep(keep).options(options));
        long epochs = expected.get("metrics.jsonl").lines().filter(line -> line.contains("\"dev\"")).count();
        assertTrue(epochs < 30, "stops early");
        for (long epoch = epochs; epoch > epochs - 3; epoch--) {
            stop("dev " + epoch, run -> run.keep(keep).options(options));
            resume(run -> run.keep(keep).options(options), new Stop("never"));
            assertEquals(expected, files());
            // Stopped once more after the last checkpoint, before anything of the result was written.
            stop("stopped after epoch " + epochs + ": no better Macro F1 on the dev set since epoch " + (epochs - 2),
                    run -> run.overwrite().keep(keep).options(options));
            FineTuning.Result result = resume(run -> run.keep(keep).options(options), new Stop("never"));
            assertTrue(result.evaluation().isPresent());
            assertEquals(expected, files());
            delete(out);
        }
    }

    @Test
    void withoutOtherDataThereIsTheLossOfTheLastEpoch() throws IOException {
        data = TrainingData.of(folder.resolve("train.jsonl"));
        TreeMap<String, String> expected = whole(run -> run);
        for (String at : List.of("step 7", "step 12")) {
            stop(at, run -> run.saveSteps(2));
            double loss = resume(run -> run.saveSteps(2), new Stop("never")).loss();
            assertEquals(expected, files());
            // A finished run has nothing to do but to say what it found.
            var heard = new Stop("never");
            FineTuning.Result again = resume(run -> run, heard);
            assertEquals(loss, again.loss());
            assertEquals("train", again.split());
            assertTrue(again.finishedBefore());
            assertEquals(List.of(out + ": is finished already"), heard.heard.subList(1, 2));
            delete(out);
        }
    }

    @Test
    void withoutACheckpointARunIsBegunAnew() throws IOException {
        TreeMap<String, String> expected = whole(run -> run);
        resume(run -> run, new Stop("never"));
        assertEquals(expected, files());
        delete(out);
        stop("step 2", run -> run.options(options().learningRate(1).build()));
        resume(run -> run, new Stop("never"));
        assertEquals(expected, files(), "there was nothing to be told apart from");
    }

    @Test
    void whatAKilledRunHadBegunToWriteIsNotPartOfTheResult() throws IOException {
        TreeMap<String, String> expected = whole(run -> run);
        stop("test 3", run -> run);
        Path partial = folder.resolve("out.partial");
        Files.createDirectory(partial.resolve("1_Pooling"));
        Files.writeString(partial.resolve("1_Pooling/config.json"), "{}");
        Files.writeString(partial.resolve(".model.safetensors.7.partial"), "half");
        Files.createDirectory(partial.resolve("checkpoints/incomplete"));
        Files.writeString(partial.resolve("checkpoints/incomplete/state.json"), "{");
        Files.writeString(partial.resolve("checkpoints/.best-12.safetensors.7.partial"), "half");
        Files.writeString(partial.resolve("metrics.jsonl"), Files.readString(partial.resolve("metrics.jsonl")) + "{\"ep");
        resume(run -> run, new Stop("never"));
        assertEquals(expected, files());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            options.lr is 0.5, was 0.001          | learning rate
            options.epochs is 2, was 3            | epochs
            seed is 7, was 42                     | seed
            options.keep is last, was best        | keep
            data.dev.file is absent, was dev.jsonl | dev
            """)
    void aRunThatWasBegunWithOtherSettingsIsNotResumed(String difference, String changed) throws IOException {
        stop("step 6", run -> run);
        if (changed.equals("dev")) {
            data = TrainingData.of(folder.resolve("train.jsonl")).withTest(folder.resolve("test.jsonl"));
        }
        assertNotResumed(difference, run -> switch (changed) {
            case "learning rate" -> run.options(options().learningRate(0.5).build());
            case "epochs" -> run.options(options().epochs(2).build());
            case "seed" -> run.options(options().seed(7).build());
            case "keep" -> run.keep(Keep.LAST);
            default -> run;
        });
    }

    @Test
    void aRunThatWasBegunWithOtherDataIsNotResumed() throws IOException {
        stop("step 6", run -> run);
        Path train = folder.resolve("train.jsonl");
        String text = Files.readString(train);
        Files.writeString(train, text.replaceFirst("good", "fine"));
        assertNotResumed("data.train.sha256 is [0-9a-f]{64}, was [0-9a-f]{64}", run -> run);
        Files.writeString(train, text);
        Path vocabulary = encoder.resolve("vocab.txt");
        Files.writeString(vocabulary, Files.readString(vocabulary).replace("awful", "terrible"));
        assertNotResumed("base_files.vocab.txt is [0-9a-f]{64}, was [0-9a-f]{64}", run -> run);
        Files.writeString(vocabulary, Files.readString(vocabulary).replace("terrible", "awful"));
        Path weights = encoder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 4] ^= 1;
        Files.write(weights, bytes);
        assertNotResumed("base_files.model.safetensors is [0-9a-f]{64}, was [0-9a-f]{64}", run -> run);
    }

    /// From there on it is a run of so many epochs: its rate falls more slowly.
    @Test
    void aRunMayBeResumedWithMoreEpochs() throws IOException {
        stop("step 10", run -> run);
        var longer = new Stop("step 14");
        assertThrows(IllegalStateException.class, () -> resume(run -> run.options(options().epochs(5).build()), longer));
        assertTrue(longer.heard.contains("begun with 3 epochs: the learning rate goes on as in a run of 5, from here"), longer.heard.toString());
        assertEquals(List.of("step 9", "step 10"), longer.work().subList(0, 2));
        assertNotResumed("options.epochs is 4, was 5", run -> run.options(options().epochs(4).build()));
        resume(run -> run.options(options().epochs(5).build()), new Stop("never"));
        String record = Files.readString(out.resolve("training.json"));
        assertTrue(record.contains("\"epochs\": 5,") && record.contains("\"begun_with_epochs\": 3"), record);
        List<String> steps = Files.readAllLines(out.resolve("metrics.jsonl")).stream().filter(line -> line.contains("\"step\"")).toList();
        assertEquals(20, steps.size());
        // A tenth of the steps is warm-up; then the rate falls in a line to 0 after the last step.
        assertTrue(steps.get(7).contains("\"lr\":" + 1e-3 * (12 - 7) / 10), steps.get(7));
        assertTrue(steps.get(8).contains("\"lr\":" + 1e-3 * (20 - 8) / 18), steps.get(8));
    }

    @Test
    void aFinishedRunIsNotResumedWithMoreEpochs() throws IOException {
        stop("never", run -> run);
        assertEquals(out + ": finished after its 3 epochs, and what the optimiser remembered is deleted; to train it on, give it as the "
                        + "model of a new run",
                assertThrows(OutputException.class, () -> resume(run -> run.options(options().epochs(4).build()), new Stop("never")))
                        .getMessage());
    }

    @Test
    void aFinishedRunIsNotThatOfOtherSettings() throws IOException {
        stop("never", run -> run);
        assertResultOfAnother("seed is 7, was 42", run -> run.options(options().seed(7).build()));
        Path report = out.resolve("report.json");
        Files.writeString(report, Files.readString(report).substring(0, 20));
        assertEquals(report + ": no JSON: Unexpected end-of-input within/between Object entries",
                assertThrows(OutputException.class, () -> resume(run -> run, new Stop("never"))).getMessage().split(";")[0]);
        Files.delete(out.resolve("training.json"));
        assertResultOfAnother("no training.json", run -> run);
    }

    /// A run with leave to replace a result that is killed before it has begun to write leaves nothing to go on from.
    private void assertResultOfAnother(String difference, UnaryOperator<FineTuning> changed) {
        assertEquals(out + ": not resumed, for no run that could go on is left, and this is the result of another: " + difference
                        + "; --overwrite begins anew and replaces it in the end",
                assertThrows(OutputException.class, () -> resume(changed, new Stop("never"))).getMessage());
    }

    private void assertNotResumed(String difference, UnaryOperator<FineTuning> changed) throws IOException {
        List<String> before = Files.exists(folder.resolve("out.partial")) ? checkpoints() : List.of();
        String message = assertThrows(OutputException.class, () -> resume(changed, new Stop("never"))).getMessage();
        assertTrue(message.matches("\\Q" + out + "\\E: not resumed, for it was begun with something else: " + difference
                + "; resume it with what it was begun with, or begin anew without --resume"), message);
        assertEquals(before, Files.exists(folder.resolve("out.partial")) ? checkpoints() : List.of());
    }

    @Test
    void stepsBetweenCheckpointsAreOneOrMore() {
        assertEquals("saveSteps 0: needs at least 1", assertThrows(IllegalArgumentException.class,
                () -> new FineTuning(BaseModel.of(encoder), data, out).saveSteps(0)).getMessage());
    }

    /// A checkpoint is a model that can be used.
    @Test
    void aCheckpointIsAModelDirectory() throws IOException {
        stop("step 6", run -> run);
        try (var classifier = TextClassifier.load(folder.resolve("out.partial/checkpoints/step-4"))) {
            assertEquals(List.of("negative", "positive"), classifier.labels());
        }
    }

    private static TrainingOptions.Builder options() {
        return TrainingOptions.builder().epochs(3).batchSize(4).gradAccumulation(2).learningRate(1e-3).dropout(0.2);
    }

    private FineTuning.Result run(Path where, UnaryOperator<FineTuning> settings, TrainingListener listener)
            throws IOException {
        var run = new FineTuning(BaseModel.of(encoder), data, where).options(options().build());
        try (Device device = Device.cpu(2)) {
            return settings.apply(run).run(device, listener);
        }
    }

    private FineTuning.Result resume(UnaryOperator<FineTuning> settings, TrainingListener listener) throws IOException {
        return run(out, run -> settings.apply(run).resume(), listener);
    }

    private void stop(String at, UnaryOperator<FineTuning> settings) throws IOException {
        if (at.equals("never")) {
            run(out, settings, new Stop(at));
        } else {
            assertEquals("enough",
                    assertThrows(IllegalStateException.class, () -> run(out, settings, new Stop(at))).getMessage());
        }
    }

    /// What a run without a stop leaves.
    private TreeMap<String, String> whole(UnaryOperator<FineTuning> settings) throws IOException {
        Path where = folder.resolve("uninterrupted");
        run(where, settings, TrainingListener.NONE);
        return files(where);
    }

    private TreeMap<String, String> files() throws IOException {
        return files(out);
    }

    /// But for measured speeds and times, `metrics.jsonl` has the same bytes too, and so has `training.json`.
    @Test
    void onlyTheMeasuredSpeedsAreOthers() throws IOException {
        Path where = folder.resolve("uninterrupted");
        run(where, run -> run, TrainingListener.NONE);
        stop("step 6", run -> run);
        resume(run -> run, new Stop("never"));
        List<String> expected = Files.readAllLines(where.resolve("metrics.jsonl"));
        List<String> found = Files.readAllLines(out.resolve("metrics.jsonl"));
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < found.size(); i++) {
            assertEquals(Measured.without(expected.get(i)), Measured.without(found.get(i)));
        }
        assertEquals(Measured.without(Files.readString(where.resolve("training.json"))),
                Measured.without(Files.readString(out.resolve("training.json"))));
        for (String name : names(where)) {
            if (!name.equals("metrics.jsonl") && !name.equals("training.json") && !name.equals("README.md")) {
                assertEquals(-1, Files.mismatch(where.resolve(name), out.resolve(name)), name);
            }
        }
    }

    /// All files by their names, without what tells of time and of the directory's name.
    private static TreeMap<String, String> files(Path directory) throws IOException {
        var files = new TreeMap<String, String>();
        for (String name : names(directory)) {
            String text = Files.readString(directory.resolve(name), StandardCharsets.ISO_8859_1);
            files.put(name, Measured.without(text).replace("uninterrupted", "out"));
        }
        return files;
    }

    private List<String> checkpoints() throws IOException {
        return names(folder.resolve("out.partial/checkpoints"));
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void delete(Path directory) throws IOException {
        for (String name : names(directory)) {
            Files.delete(directory.resolve(name));
        }
        Files.delete(directory);
    }
}
