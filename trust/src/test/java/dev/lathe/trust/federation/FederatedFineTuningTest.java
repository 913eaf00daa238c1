package dev.lathe.trust.federation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.nn.adapter.Lora;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.privacy.Accountant;
import dev.lathe.train.privacy.PrivacyOptions;
import dev.lathe.train.privacy.SampledGaussian;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.LocalTraining;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import dev.lathe.train.run.model.ModelEvaluation;
import dev.lathe.trust.federation.FederatedFineTuning.Party;
import dev.lathe.trust.federation.values.Aggregation;
import dev.lathe.trust.federation.values.ServerStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Federations of the tiny model, from files to a directory.
class FederatedFineTuningTest {
    @TempDir
    private Path folder;
    private Path encoder;
    private List<String> lines;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        lines = Files.readAllLines(TinyModel.sentences(folder.resolve("all.jsonl"), 60));
    }

    private static TrainingOptions.Builder options(int epochs) {
        return TrainingOptions.builder().epochs(epochs).batchSize(8).learningRate(5e-3).maxLength(16);
    }

    private FineTuning training(Path train, TrainingOptions options) {
        return new FineTuning(BaseModel.of(encoder), TrainingData.of(train).withTest(folder.resolve("all.jsonl")), folder.resolve("unused"))
                .options(options);
    }

    /// Parts of the data, one a client.
    private List<Party> parties(int count, TrainingOptions.Builder options) throws IOException {
        var parties = new ArrayList<Party>();
        for (int i = 0; i < count; i++) {
            int size = lines.size() / count;
            Path file = Files.write(folder.resolve("part" + i + ".jsonl"), lines.subList(i * size, (i + 1) * size));
            parties.add(new Party("client " + i, training(file, options.seed(42 + i).build()), Optional.empty()));
        }
        return parties;
    }

    private FederatedFineTuning.Result run(String out, List<Party> parties, LocalWork work, FederationOptions options) throws IOException {
        try (Device device = Device.cpu()) {
            return new FederatedFineTuning(parties, work, options, new ServerStep.Replace())
                    .run(folder.resolve(out), ExistingOutput.OVERWRITE, device, (_, _) -> { });
        }
    }

    private byte[] bytes(String file) throws IOException {
        return Files.readAllBytes(folder.resolve(file));
    }

    @Test
    void oneClientIsLocalTrainingToTheBit() throws IOException {
        var alone = new FineTuning(BaseModel.of(encoder), TrainingData.of(folder.resolve("all.jsonl")), folder.resolve("alone"))
                .options(options(4).build());
        alone.run(TrainingListener.NONE);
        List<Party> one = List.of(new Party("one", training(folder.resolve("all.jsonl"), options(4).build()), Optional.empty()));
        run("epochs", one, LocalWork.ofEpochs(2), FederationOptions.ofRounds(2));
        assertArrayEquals(bytes("alone/model.safetensors"), bytes("epochs/model.safetensors"));
        // 60 examples are 8 steps an epoch: rounds of 8 / 3 epochs end within one.
        List<Party> steps = List.of(new Party("one", training(folder.resolve("all.jsonl"), options(1).maxSteps(32).build()), Optional.empty()));
        run("steps", steps, LocalWork.ofSteps(11), FederationOptions.ofRounds(3));
        assertArrayEquals(bytes("alone/model.safetensors"), bytes("steps/model.safetensors"));
        assertArrayEquals(bytes("alone/config.json"), bytes("steps/config.json"));
    }

    @Test
    void aFederationLearnsAndItsResultIsAnOrdinaryModelWithTheSameBytesOnTwoThreads() throws IOException {
        FederatedFineTuning.Result result = run("one", parties(3, options(12)), LocalWork.ofEpochs(2), FederationOptions.ofRounds(6));
        assertEquals(6, result.rounds().size());
        assertEquals(List.of("client 0", "client 1", "client 2"), result.rounds().getLast().taken());
        var evaluation = result.evaluation().orElseThrow();
        assertTrue(result.rounds().getLast().loss() < result.rounds().getFirst().loss(), result.rounds().toString());
        assertEquals(evaluation.loss(), new ModelEvaluation(folder.resolve("one"), folder.resolve("all.jsonl")).run().evaluation().loss());
        assertEquals(6, Files.readAllLines(folder.resolve("one/metrics.jsonl")).size());
        assertFalse(Files.exists(folder.resolve("one/checkpoints")), "what optimisers remembered is gone");
        run("two", parties(3, options(12)), LocalWork.ofEpochs(2), FederationOptions.ofRounds(6).withParallel(2));
        assertArrayEquals(bytes("one/model.safetensors"), bytes("two/model.safetensors"));
        assertArrayEquals(bytes("one/federation.json"), bytes("two/federation.json"));
    }

    @Test
    void withAnAdapterOnlyItAndTheHeadTravel() throws IOException {
        run("whole", parties(2, options(1)), LocalWork.ofEpochs(1), FederationOptions.ofRounds(1));
        run("lora", parties(2, options(1).adapter(Lora.DEFAULT)), LocalWork.ofEpochs(1), FederationOptions.ofRounds(1));
        assertTrue(Files.exists(folder.resolve("lora/adapter_model.safetensors")));
        assertTrue(sent("lora") * 2 < sent("whole"), sent("lora") + " " + sent("whole"));
        assertTrue(new ModelEvaluation(folder.resolve("lora"), folder.resolve("all.jsonl")).run().evaluation().loss() > 0);
    }

    private int sent(String out) throws IOException {
        String line = Files.readAllLines(folder.resolve(out).resolve("federation.json")).stream()
                .filter(text -> text.contains("values_sent")).findFirst().orElseThrow();
        return Integer.parseInt(line.replaceAll("[^0-9]", ""));
    }

    @Test
    void theProximalTermKeepsClientsNearTheCommonValues() throws IOException {
        double free = distance(OptionalDouble.empty());
        double held = distance(OptionalDouble.of(1));
        assertTrue(held < free / 2, held + " " + free);
        List<Party> parts = parties(1, options(2).gradAccumulation(2));
        assertEquals("proximal: needs gradAccumulation 1", assertThrows(IllegalArgumentException.class,
                () -> run("parts", parts, LocalWork.ofEpochs(2).withProximal(1), FederationOptions.ofRounds(1))).getMessage());
    }

    /// How far the values go in two epochs.
    private double distance(OptionalDouble proximal) throws IOException {
        FineTuning training = training(folder.resolve("all.jsonl"), options(2).build());
        try (Device device = Device.cpu(); var local = training.locally(List.of(training.data()), device, TrainingListener.NONE)) {
            float[] before = local.values();
            local.train(LocalTraining.Memory.in(Files.createDirectories(folder.resolve("memory"))), 0, 16, proximal);
            float[] after = local.values();
            double sum = 0;
            for (int i = 0; i < before.length; i++) {
                sum += ((double) after[i] - before[i]) * ((double) after[i] - before[i]);
            }
            return Math.sqrt(sum);
        }
    }

    @Test
    void clientsOfUnlikeLabelsShareAHead() throws IOException {
        Path good = Files.write(folder.resolve("good.jsonl"), lines.stream().filter(line -> line.contains("positive")).toList());
        Path bad = Files.write(folder.resolve("bad.jsonl"), lines.stream().filter(line -> line.contains("negative")).toList());
        var result = run("skewed", List.of(new Party("good", training(good, options(2).build()), Optional.empty()),
                new Party("bad", training(bad, options(2).build()), Optional.empty())), LocalWork.ofEpochs(1), FederationOptions.ofRounds(2));
        assertEquals(List.of("good", "bad"), result.rounds().getLast().taken());
        assertTrue(Files.readString(folder.resolve("skewed/config.json")).contains("positive"));
    }

    @Test
    void aClientOfNoNumbersIsNamedAndNothingIsWritten() throws IOException {
        List<Party> parties = new ArrayList<>(parties(2, options(1)));
        parties.set(1, new Party("liar", parties.get(1).training(), Optional.of(Poison.NAN)));
        String message = assertThrows(FederationException.class,
                () -> run("out", parties, LocalWork.ofEpochs(1), FederationOptions.ofRounds(1))).getMessage();
        assertTrue(message.matches("round 1: client 'liar': value 0 of \\d+ is NaN"), message);
        assertFalse(Files.exists(folder.resolve("out")));
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// All that a round depends on: an optimiser at each client and at the server, noise, masks, a client that is not always asked.
    private static FederationOptions everything() {
        var privacy = new FederationPrivacy(FederationPrivacy.Kind.CENTRAL, new PrivacyOptions(
                OptionalDouble.empty(), OptionalDouble.of(0.01), 1e-5, 0.5, Accountant.RDP, OptionalLong.of(5)));
        return new FederationOptions(4, new Aggregation.Mean(), 0.8, 0, 0, 1, FederationOptions.Faults.LEAVE_OUT, 2, 1,
                Optional.of(SecureOptions.ofThreshold(2)), Optional.of(privacy));
    }

    private FederatedFineTuning federation(FederationOptions options) throws IOException {
        return new FederatedFineTuning(parties(3, options(4)), LocalWork.ofEpochs(1), options,
                new ServerStep.Adaptive(ServerStep.Rule.YOGI, new ServerStep.Settings(0.01, 0.9, 0.99, 0.001)));
    }

    @Test
    void aFederationThatWasKilledEndsInTheSameBytes() throws IOException {
        try (Device device = Device.cpu()) {
            federation(everything()).run(folder.resolve("whole"), ExistingOutput.REFUSE, device, (_, _) -> { });
            Path state = folder.resolve("again.partial/checkpoints/state");
            Path kept = folder.resolve("state-of-round-1");
            // After a round, and within one: the files of the clients are then ahead of the server's.
            for (int last = 1; last <= 3; last++) {
                int end = last;
                assertThrows(Killed.class, () -> federation(everything()).run(folder.resolve("again"), ExistingOutput.RESUME, device, (report, _) -> {
                    if (report.round() == 1) {
                        copy(state, kept);
                    }
                    if (report.round() == end) {
                        throw new Killed();
                    }
                }));
                if (last == 2) {
                    // As if it had been killed before the server could write.
                    Files.copy(kept, state, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            FederationException other = assertThrows(FederationException.class,
                    () -> federation(FederationOptions.ofRounds(4)).run(folder.resolve("again"), ExistingOutput.RESUME, device, (_, _) -> { }));
            assertTrue(other.getMessage().contains("begun with something else: \"participation\": 0.8, now \"participation\": 1.0"), other.getMessage());
            federation(everything()).run(folder.resolve("again"), ExistingOutput.RESUME, device, (_, _) -> { });
            for (String file : List.of("model.safetensors", "metrics.jsonl", "federation.json")) {
                assertArrayEquals(bytes("whole/" + file), bytes("again/" + file), file);
            }
            assertTrue(federation(everything()).run(folder.resolve("again"), ExistingOutput.RESUME, device, (_, _) -> { }).finishedBefore());
        }
    }

    /// One bit, or a file that is missing, would end as another model without a word.
    @Test
    void whatIsDamagedIsNamedAndNothingIsResumed() throws IOException {
        long seed = Long.getLong("test.seed", System.nanoTime());
        var random = new Random(seed);
        var privacy = new PrivacyOptions(OptionalDouble.empty(), OptionalDouble.of(1), 1e-3, 1, Accountant.RDP, OptionalLong.of(3));
        List<Party> parties = parties(2, options(3).privacy(privacy));
        Path kept = folder.resolve("out.partial/checkpoints");
        try (Device device = Device.cpu()) {
            assertThrows(Killed.class, () -> rounds(parties, device, 2));
            for (Path file : trusted(kept)) {
                byte[] whole = Files.readAllBytes(file);
                byte[] other = whole.clone();
                other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
                for (byte[] damaged : List.of(other, Arrays.copyOf(whole, whole.length / 2), new byte[0])) {
                    Files.write(file, damaged);
                    String message = String.valueOf(assertThrows(Exception.class, () -> rounds(parties, device, 3), file.toString()).getMessage());
                    assertTrue(message.contains(file.toString()) || file.endsWith("SHA256SUMS") && message.contains(file.getParent().toString()),
                            message + ", -Dtest.seed=" + seed);
                }
                Files.write(file, whole);
            }
            Path missing = kept.resolve("client-1/after-round-2/moments.safetensors");
            Files.delete(missing);
            assertEquals(missing + ": missing, but listed in SHA256SUMS; the client's memory is damaged, begin the federation anew",
                    assertThrows(Exception.class, () -> rounds(parties, device, 3)).getMessage());
        }
    }

    private void rounds(List<Party> parties, Device device, int last) throws IOException {
        new FederatedFineTuning(parties, LocalWork.ofEpochs(1), FederationOptions.ofRounds(3), new ServerStep.Replace())
                .run(folder.resolve("out"), ExistingOutput.RESUME, device, (report, _) -> {
                    if (report.round() == last) {
                        throw new Killed();
                    }
                });
    }

    /// What the rounds to come are made from.
    private static List<Path> trusted(Path kept) throws IOException {
        try (var files = Files.walk(kept)) {
            List<Path> trusted = files.filter(Files::isRegularFile).filter(file -> file.endsWith("state") || file.endsWith("secret-numbers")
                    || file.toString().contains("after-round-2")).sorted().toList();
            assertEquals(9, trusted.size(), trusted.toString());
            return trusted;
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void examplesAreHiddenByEachClientsOwnNoise() throws IOException {
        var privacy = new PrivacyOptions(OptionalDouble.empty(), OptionalDouble.of(1), 1e-3, 1, Accountant.RDP, OptionalLong.of(3));
        FederatedFineTuning.Result result = run("private", parties(3, options(2).privacy(privacy)), LocalWork.ofEpochs(1), FederationOptions.ofRounds(2));
        assertTrue(Double.isNaN(result.rounds().getLast().loss()));
        // 20 examples in batches of 8: each is drawn with 0.4 in 3 steps a round.
        assertEquals(Accountant.RDP.epsilon(new SampledGaussian(1, 0.4), 6, 1e-3), result.rounds().getLast().epsilon().orElseThrow());
        assertEquals(Accountant.RDP.epsilon(new SampledGaussian(1, 0.4), 3, 1e-3), result.rounds().getFirst().epsilon().orElseThrow());
    }
}
