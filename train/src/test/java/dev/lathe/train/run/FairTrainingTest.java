package dev.lathe.train.run;

import static dev.lathe.train.run.PlantedBias.difference;
import static dev.lathe.train.run.PlantedBias.numbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.directory.GroupThresholds;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.evaluate.group.CorrectedReport;
import dev.lathe.train.evaluate.group.GroupReport;
import dev.lathe.train.evaluate.group.Parity;
import dev.lathe.train.fairness.FairTraining;
import dev.lathe.train.fairness.FairnessOptions;
import dev.lathe.train.loop.RobustOptions;
import dev.lathe.train.perturb.Augmentation;
import dev.lathe.train.perturb.WordSwaps;
import dev.lathe.train.loss.LossOptions;
import dev.lathe.train.run.model.ModelEvaluation;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bias that was planted is found, and more than halved on held-out data before, during and after the training.
class FairTrainingTest {
    private static final SequenceClassificationTask TASK = new SequenceClassificationTask();

    @TempDir
    private Path folder;
    private PlantedBias bias;

    @BeforeEach
    void fill() throws IOException {
        bias = PlantedBias.in(folder);
    }

    private GroupReport groups(SequenceClassificationTask task, String name) throws IOException {
        return bias.groups(bias.tuning(task, name));
    }

    @Test
    void aPlantedBiasIsFoundAndReducedByEachKindOfCorrection() throws IOException {
        GroupReport plain = groups(TASK, "plain");
        double planted = difference(plain, Parity.DEMOGRAPHIC_PARITY);
        assertTrue(planted > 0.6, "found: " + planted);
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
            assertTrue(difference(fair, Parity.DEMOGRAPHIC_PARITY) < planted / 2, all);
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
        GroupReport swapped = bias.groups(bias.tuning(TASK, "swapped", RobustOptions.NONE.withAugmentation(copies)));
        String all = "plain %s\nswapped %s".formatted(numbers(plain), numbers(swapped));
        assertTrue(difference(swapped, Parity.DEMOGRAPHIC_PARITY) < difference(plain, Parity.DEMOGRAPHIC_PARITY) / 1.5, all);
        assertTrue(difference(swapped, Parity.EQUALISED_ODDS) < difference(plain, Parity.EQUALISED_ODDS) / 2, all);
        assertTrue(swapped.accuracy() < plain.accuracy() && swapped.accuracy() > 0.55, all);
    }

    @Test
    void thresholdsStayWithTheModelAndTheirPriceIsReported() throws IOException {
        Path out = folder.resolve("out");
        var result = bias.tuning(TASK.withFairness(FairnessOptions.thresholds(Parity.EQUAL_OPPORTUNITY, "group", "yes")), "out")
                .run(TrainingListener.NONE);
        var report = (CorrectedReport) result.evaluation().orElseThrow().report();
        assertTrue(difference(report.groups(), Parity.EQUAL_OPPORTUNITY)
                < difference(report.without().orElseThrow(), Parity.EQUAL_OPPORTUNITY) / 2, report.toText());
        assertTrue(report.toText().contains("against the same model without thresholds by group\n"), report.toText());
        assertEquals(result.evaluation().orElseThrow().toText(), new ModelEvaluation(out, bias.test()).run().evaluation().toText());
        Path other = Files.writeString(folder.resolve("other.jsonl"), "{\"text\": \"good\", \"label\": \"yes\", \"group\": \"c\"}\n");
        assertEquals(other + ": line 1: group 'c': the model has thresholds for 'a', 'b' only",
                assertThrows(DataException.class, () -> new ModelEvaluation(out, other).run()).getMessage());
        Files.delete(out.resolve(GroupThresholds.NAME));
        assertEquals(report.without().orElseThrow().accuracy(), new ModelEvaluation(out, bias.test()).run().evaluation().score("accuracy"));
    }

    @Test
    void aStoppedRunEndsInTheSameBytesOnAnotherNumberOfThreads() throws IOException {
        var task = TASK.withFairness(FairnessOptions.penalty(FairTraining.EQUALISED_ODDS, "group", "yes", 2));
        byte[] whole;
        try (Device two = Device.cpu(2)) {
            bias.tuning(task, "whole").run(two, TrainingListener.NONE);
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
            assertThrows(IllegalStateException.class, () -> bias.tuning(task, "out").run(one, stop));
            bias.tuning(task, "out").resume().run(one, TrainingListener.NONE);
        }
        assertArrayEquals(whole, Files.readAllBytes(folder.resolve("out/model.safetensors")));
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        assertEquals("fairness reweighing: is for the plain loss; give no other options of it", assertThrows(IllegalArgumentException.class,
                () -> TASK.withLoss(LossOptions.USUAL.withFocalGamma(2)).withFairness(FairnessOptions.reweighing("group"))).getMessage());
        var task = TASK.withFairness(FairnessOptions.reweighing("sex"));
        assertEquals(bias.train() + ": line 1: no 'sex'; the keys are 'text', 'label', 'group'", assertThrows(DataException.class,
                () -> bias.tuning(task, "out").run(TrainingListener.NONE)).getMessage());
        Path one = Files.writeString(folder.resolve("one.jsonl"), "{\"text\": \"good\", \"label\": \"yes\", \"group\": \"a\"}\n");
        assertEquals("fairness group 'group': all examples of one.jsonl that are evaluated are of one group", assertThrows(
                IllegalArgumentException.class, () -> bias.withDev(one).tuning(TASK.withFairness(FairnessOptions.reweighing("group")), "out")
                        .run(TrainingListener.NONE)).getMessage());
    }
}
