package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.directory.GroupThresholds;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TableLayout;
import dev.lathe.train.evaluate.group.CorrectedReport;
import dev.lathe.train.evaluate.group.GroupReport;
import dev.lathe.train.evaluate.group.Parity;
import dev.lathe.train.fairness.FairTraining;
import dev.lathe.train.fairness.FairnessOptions;
import dev.lathe.train.loop.RobustOptions;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.perturb.Augmentation;
import dev.lathe.train.perturb.WordSwaps;
import dev.lathe.train.loss.LossOptions;
import dev.lathe.train.run.model.ModelEvaluation;
import dev.lathe.train.run.model.ModelFairness;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bias that was planted is found, and more than halved on held-out data before, during and after the training.
///
/// Of group a 80 of 100 texts are positive, of b 20. Of the six words that tell the label 35 of 100 are the other label's; the texts of a begin
/// with another word. So whoever learns from that word errs less, and selects a's texts.
class FairTrainingTest {
    private static final SequenceClassificationTask TASK = new SequenceClassificationTask();
    private static final long SEED = Long.getLong("test.seed", 11);

    private static final List<String> GOOD = List.of("good", "fine");
    private static final List<String> BAD = List.of("bad", "awful");

    @TempDir
    private Path folder;
    private Path encoder;
    private Path train;
    private Path dev;
    private Path test;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        train = planted("train.jsonl", 480, SEED);
        dev = planted("dev.jsonl", 300, SEED + 1);
        test = planted("test.jsonl", 400, SEED + 2);
    }

    private Path planted(String name, int rows, long seed) throws IOException {
        var random = new Random(seed);
        var lines = new ArrayList<String>();
        for (int i = 0; i < rows; i++) {
            boolean a = i % 2 == 0;
            boolean positive = random.nextDouble() < (a ? 0.8 : 0.2);
            var words = new StringBuilder(a ? "very" : "the");
            for (int word = 0; word < 6; word++) {
                boolean good = positive == random.nextDouble() < 0.65;
                words.append(' ').append((good ? GOOD : BAD).get(random.nextInt(2)));
            }
            lines.add("{\"text\": \"%s\", \"label\": \"%s\", \"group\": \"%s\"}".formatted(words, positive ? "yes" : "no", a ? "a" : "b"));
        }
        return Files.write(folder.resolve(name), lines);
    }

    private FineTuning tuning(SequenceClassificationTask task, Path out) {
        return tuning(task, out, RobustOptions.NONE);
    }

    private FineTuning tuning(SequenceClassificationTask task, Path out, RobustOptions robust) {
        var options = TrainingOptions.builder().epochs(6).batchSize(32).learningRate(3e-3).dropout(0).maxLength(16).robust(robust).build();
        return new FineTuning(BaseModel.of(encoder), TrainingData.of(train).withDev(dev).withTest(test), out)
                .task(task).options(options).keep(Keep.LAST);
    }

    private GroupReport groups(SequenceClassificationTask task, String name) throws IOException {
        return groups(tuning(task, folder.resolve(name)));
    }

    private GroupReport groups(FineTuning tuning) throws IOException {
        var result = tuning.run(TrainingListener.NONE);
        List<List<String>> members = ModelFairness.groups(test, DataFormat.JSONL, TableLayout.USUAL, List.of("group"));
        return ModelFairness.report(List.of("group"), members, result.evaluation().orElseThrow(), Optional.of("yes"));
    }

    private static double difference(GroupReport report, Parity parity) {
        return report.sections().getFirst().apart(parity).difference().value();
    }

    @Test
    void aPlantedBiasIsFoundAndReducedByEachKindOfCorrection() throws IOException {
        GroupReport plain = groups(TASK, "plain");
        double bias = difference(plain, Parity.DEMOGRAPHIC_PARITY);
        assertTrue(bias > 0.6, "found: " + bias);
        GroupReport before = groups(TASK.withFairness(FairnessOptions.reweighing("group")), "before");
        GroupReport during = groups(TASK.withFairness(
                FairnessOptions.penalty(FairTraining.DEMOGRAPHIC_PARITY, "group", "yes", 40)), "during");
        GroupReport odds = groups(TASK.withFairness(
                FairnessOptions.penalty(FairTraining.EQUALISED_ODDS, "group", "yes", 40)), "odds");
        GroupReport after = groups(TASK.withFairness(
                FairnessOptions.thresholds(Parity.DEMOGRAPHIC_PARITY, "group", "yes")), "after");
        String all = "plain %s\nbefore %s\nduring %s\nodds %s\nafter %s".formatted(
                numbers(plain), numbers(before), numbers(during), numbers(odds), numbers(after));
        for (GroupReport fair : List.of(before, during, after)) {
            assertTrue(difference(fair, Parity.DEMOGRAPHIC_PARITY) < bias / 2, all);
        }
        assertTrue(difference(odds, Parity.EQUALISED_ODDS) < difference(plain, Parity.EQUALISED_ODDS) / 2, all);
        for (GroupReport fair : List.of(before, during, odds, after)) {
            assertTrue(fair.accuracy() < plain.accuracy() && fair.accuracy() > 0.55, "it has its price: " + all);
        }
    }

    /// Whose copies have the other group's word and the same label learns nothing from that word.
    @Test
    void copiesWithTheOtherGroupsWordTakeTheBiasAway() throws IOException {
        var swaps = new WordSwaps(Map.of("very", "the", "the", "very"));
        var copies = new Augmentation(0, 0, 0, Optional.empty(), Optional.of(swaps), "counterfactual=swaps.json");
        GroupReport plain = groups(TASK, "plain");
        GroupReport swapped = groups(tuning(TASK, folder.resolve("swapped"), RobustOptions.NONE.withAugmentation(copies)));
        String all = "plain %s\nswapped %s".formatted(numbers(plain), numbers(swapped));
        assertTrue(difference(swapped, Parity.DEMOGRAPHIC_PARITY) < difference(plain, Parity.DEMOGRAPHIC_PARITY) / 1.5, all);
        assertTrue(difference(swapped, Parity.EQUALISED_ODDS) < difference(plain, Parity.EQUALISED_ODDS) / 2, all);
        assertTrue(swapped.accuracy() < plain.accuracy() && swapped.accuracy() > 0.55, all);
    }

    private static String numbers(GroupReport report) {
        return "accuracy %.4f, demographic parity %.4f, equalised odds %.4f".formatted(report.accuracy(),
                difference(report, Parity.DEMOGRAPHIC_PARITY), difference(report, Parity.EQUALISED_ODDS));
    }

    @Test
    void thresholdsStayWithTheModelAndTheirPriceIsReported() throws IOException {
        Path out = folder.resolve("out");
        var result = tuning(TASK.withFairness(FairnessOptions.thresholds(Parity.EQUAL_OPPORTUNITY, "group", "yes")), out)
                .run(TrainingListener.NONE);
        var report = (CorrectedReport) result.evaluation().orElseThrow().report();
        assertTrue(difference(report.groups(), Parity.EQUAL_OPPORTUNITY)
                < difference(report.without().orElseThrow(), Parity.EQUAL_OPPORTUNITY) / 2, report.toText());
        assertTrue(report.toText().contains("against the same model without thresholds by group\n"), report.toText());
        assertEquals(result.evaluation().orElseThrow().toText(), new ModelEvaluation(out, test).run().evaluation().toText());
        Path other = Files.writeString(folder.resolve("other.jsonl"), "{\"text\": \"good\", \"label\": \"yes\", \"group\": \"c\"}\n");
        assertEquals(other + ": line 1: group 'c': the model has thresholds for 'a', 'b' only",
                assertThrows(DataException.class, () -> new ModelEvaluation(out, other).run()).getMessage());
        Files.delete(out.resolve(GroupThresholds.NAME));
        assertEquals(report.without().orElseThrow().accuracy(), new ModelEvaluation(out, test).run().evaluation().score("accuracy"));
    }

    @Test
    void aStoppedRunEndsInTheSameBytesOnAnotherNumberOfThreads() throws IOException {
        var task = TASK.withFairness(FairnessOptions.penalty(FairTraining.EQUALISED_ODDS, "group", "yes", 2));
        byte[] whole;
        try (Device two = Device.cpu(2)) {
            tuning(task, folder.resolve("whole")).run(two, TrainingListener.NONE);
            whole = Files.readAllBytes(folder.resolve("whole/model.safetensors"));
        }
        var stop = new TrainingListener() {
            @Override
            public void step(StepProgress progress) {
                if (progress.step() == 40) {
                    throw new IllegalStateException("enough");
                }
            }
        };
        try (Device one = Device.cpu(1)) {
            assertThrows(IllegalStateException.class, () -> tuning(task, folder.resolve("out")).run(one, stop));
            tuning(task, folder.resolve("out")).resume().run(one, TrainingListener.NONE);
        }
        assertArrayEquals(whole, Files.readAllBytes(folder.resolve("out/model.safetensors")));
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        assertEquals("fairness reweighing: is for the plain loss; give no other options of it", assertThrows(IllegalArgumentException.class,
                () -> TASK.withLoss(LossOptions.USUAL.withFocalGamma(2)).withFairness(FairnessOptions.reweighing("group"))).getMessage());
        var task = TASK.withFairness(FairnessOptions.reweighing("sex"));
        assertEquals(train + ": line 1: no 'sex'; the keys are 'text', 'label', 'group'", assertThrows(DataException.class,
                () -> tuning(task, folder.resolve("out")).run(TrainingListener.NONE)).getMessage());
        Path one = Files.writeString(folder.resolve("one.jsonl"), "{\"text\": \"good\", \"label\": \"yes\", \"group\": \"a\"}\n");
        dev = one;
        assertEquals("fairness group 'group': all examples of one.jsonl that are evaluated are of one group", assertThrows(
                IllegalArgumentException.class, () -> tuning(TASK.withFairness(FairnessOptions.reweighing("group")), folder.resolve("out"))
                        .run(TrainingListener.NONE)).getMessage());
    }
}
