package dev.lathe.train.run;

import static dev.lathe.train.run.PlantedBias.difference;
import static dev.lathe.train.run.PlantedBias.numbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.adapter.Lora;
import dev.lathe.tensor.Workspace;
import dev.lathe.train.evaluate.group.GroupReport;
import dev.lathe.train.evaluate.group.Parity;
import dev.lathe.train.fairness.FairnessOptions;
import dev.lathe.train.inside.LinearProbe;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An adversary that guesses the group takes a planted bias away, and leaves with the training.
class AdversarialTrainingTest {
    private static final SequenceClassificationTask TASK = new SequenceClassificationTask();

    @TempDir
    private Path folder;
    private PlantedBias bias;

    @BeforeEach
    void fill() throws IOException {
        bias = PlantedBias.in(folder);
    }

    private SequenceClassificationTask adversarial(double weight) {
        return TASK.withFairness(FairnessOptions.adversarial("group", weight));
    }

    /// What the label's words tell of the group is left to be read: of texts with the label 'yes' 80 of 100 are a's.
    @Test
    void aPlantedBiasIsReducedAndLessOfTheGroupCanBeRead() throws IOException {
        GroupReport plain = bias.groups(bias.tuning(TASK, "plain"));
        GroupReport fair = bias.groups(bias.tuning(adversarial(0.5), "fair"));
        double read = readByAProbe(bias, folder.resolve("plain"));
        double left = readByAProbe(bias, folder.resolve("fair"));
        String all = "plain %s, read %.4f\nfair %s, read %.4f".formatted(numbers(plain), read, numbers(fair), left);
        assertTrue(difference(fair, Parity.DEMOGRAPHIC_PARITY) < 0.7 * difference(plain, Parity.DEMOGRAPHIC_PARITY), all);
        assertTrue(difference(fair, Parity.EQUALISED_ODDS) < difference(plain, Parity.EQUALISED_ODDS) / 3, all);
        assertTrue(fair.accuracy() < plain.accuracy() && fair.accuracy() > 0.75, all);
        assertTrue(left < read - 0.05, all);
        assertTrue(left > 0.6, "not all of it is gone: " + all);
    }

    /// The vector flees from an adversary that learns more slowly than it moves, and becomes nothing but the group.
    @Test
    void tooGreatAWeightMakesTheGroupTheAnswer() throws IOException {
        GroupReport fair = bias.groups(bias.tuning(adversarial(1), "fair"));
        assertEquals(1, difference(fair, Parity.DEMOGRAPHIC_PARITY), numbers(fair));
        assertEquals(1, readByAProbe(bias, folder.resolve("fair")));
    }

    @Test
    void aStoppedRunGoesOnWithItsAdversaryAndTheResultHasNone() throws IOException {
        TrainingOptions options = PlantedBias.options().batchSize(16).gradAccumulation(2).build();
        try (Device two = Device.cpu(2)) {
            bias.tuning(adversarial(0.5), "whole", options).run(two, TrainingListener.NONE);
        }
        try (Device one = Device.cpu(1)) {
            assertThrows(IllegalStateException.class, () -> bias.tuning(adversarial(0.5), "out", options).run(one, new StopAt("step 40")));
            Path checkpoint = checkpoint(folder.resolve("out.partial"));
            assertTrue(names(checkpoint.resolve("moments.safetensors")).contains("value.adversary.output.weight"));
            assertTrue(names(checkpoint.resolve("model.safetensors")).stream().noneMatch(name -> name.contains("adversary")));
            bias.tuning(adversarial(0.5), "out", options).resume().run(one, TrainingListener.NONE);
        }
        assertArrayEquals(Files.readAllBytes(folder.resolve("whole/model.safetensors")), Files.readAllBytes(folder.resolve("out/model.safetensors")));
        assertTrue(names(folder.resolve("out/model.safetensors")).stream().noneMatch(name -> name.contains("adversary")));
        String card = Files.readString(folder.resolve("out/README.md"));
        assertTrue(card.contains("\nGroups by 'group' were corrected for: adversarial while training, weight 0.5. The adversary is no part of the model; "
                + "another reader may still tell the groups by the model's vectors.\n"), card);
    }

    private static Path checkpoint(Path partial) throws IOException {
        try (Stream<Path> files = Files.walk(partial)) {
            return files.filter(file -> file.endsWith("moments.safetensors")).map(Path::getParent).findFirst().orElseThrow();
        }
    }

    private static List<String> names(Path weights) throws IOException {
        try (var file = SafetensorsFile.open(weights)) {
            return file.names();
        }
    }

    @Test
    void anAdapterIsWrittenWithoutTheAdversary() throws IOException {
        bias.tuning(adversarial(0.5), "adapted", PlantedBias.options().epochs(1).adapter(Lora.DEFAULT).build()).run(TrainingListener.NONE);
        String config = Files.readString(folder.resolve("adapted/adapter_config.json"));
        assertTrue(config.contains("\"classifier\"") && !config.contains("adversary"), config);
        assertTrue(names(folder.resolve("adapted/adapter_model.safetensors")).stream().noneMatch(name -> name.contains("adversary")));
    }

    /// The share of test texts whose group a fresh linear reader tells, which has learnt from the dev texts, of what the classifier's last map reads.
    private static double readByAProbe(PlantedBias bias, Path model) throws IOException {
        try (Device device = Device.cpu(1)) {
            return LinearProbe.train(vectors(model, bias.dev(), device), groups(bias.dev()), 2, device)
                    .accuracy(vectors(model, bias.test(), device), groups(bias.test()));
        }
    }

    private static int[] groups(Path data) throws IOException {
        return Files.readAllLines(data).stream().mapToInt(line -> line.contains("\"group\": \"a\"") ? 0 : 1).toArray();
    }

    private static double[][] vectors(Path path, Path data, Device device) throws IOException {
        ModelDirectory directory = ModelDirectory.open(path);
        List<TokenSequence> texts = Files.readAllLines(data).stream().map(line -> line.replaceFirst("\\{\"text\": \"([^\"]*)\".*", "$1"))
                .map(text -> TokenSequence.of(directory.tokenizer().encode(text, 16))).toList();
        try (var parameters = Workspace.model("probed", device.backend()); var weights = directory.openWeights();
                var ws = Workspace.inference("vectors", device.backend())) {
            var model = BertWeights.buildTrained(parameters, weights, scope -> {
                var made = new BertForSequenceClassification(scope, directory.config().bert(), 2);
                BertWeights.loadTrained(weights, scope.parameters());
                return made;
            });
            float[] pooled = model.pooled(ws, TokenBatch.of(ws, texts)).toArray();
            int features = pooled.length / texts.size();
            var rows = new double[texts.size()][features];
            for (int i = 0; i < pooled.length; i++) {
                rows[i / features][i % features] = pooled[i];
            }
            return rows;
        }
    }
}
