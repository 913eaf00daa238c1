package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.Sha256;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that was stopped in its third epoch of four steps, after a checkpoint, with a best model from the first or second.
class DamagedCheckpointTest {
    private static final String DAMAGED = "; the checkpoint is damaged, begin anew without --resume";

    @TempDir
    private Path folder;
    private Path encoder;
    private TrainingData data;
    private Path out;
    private Path checkpoints;

    @BeforeEach
    void stop() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        data = TrainingData.of(TinyModel.sentences(folder.resolve("train.jsonl"), 32))
                .withDev(TinyModel.sentences(folder.resolve("dev.jsonl"), 9));
        out = folder.resolve("out");
        checkpoints = folder.resolve("out.partial/checkpoints");
        assertThrows(IllegalStateException.class, () -> run(new TrainingListener() {
            @Override
            public void step(StepProgress progress) {
                if (progress.step() == 11) {
                    throw new IllegalStateException("enough");
                }
            }
        }));
    }

    @Test
    void oneOtherBitInAnyFileIsFoundAndNamed() throws IOException {
        long seed = Long.getLong("test.seed", System.nanoTime());
        var random = new Random(seed);
        List<Path> files = files();
        // The checkpoint's own, the best model's weights and the log.
        assertTrue(files.size() >= 9, files.toString());
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            byte[] other = whole.clone();
            other[random.nextInt(trusted(file, whole))] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, other);
            String message = refusal(file + ", -Dtest.seed=" + seed);
            // A changed list blames the file whose hash or name it changed.
            assertTrue(message.startsWith(file.toString() + ": ") || isList(file) && message.contains("SHA256SUMS")
                    || isList(file) && message.contains("step-8"), message);
            Files.write(file, whole);
        }
        assertEndsWell();
    }

    @Test
    void aFileThatIsCutShortOrMissingIsNamed() throws IOException {
        for (Path file : files()) {
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, trusted(file, whole) - 5));
            assertTrue(refusal(file.toString()).startsWith(isList(file) ? checkpoints.toString() : file + ": "));
            Files.delete(file);
            String missing = refusal(file.toString());
            assertTrue(missing.startsWith(file.toString()), missing);
            Files.write(file, whole);
        }
        assertEndsWell();
    }

    @Test
    void theDamageIsSaidInOneSentence() throws IOException {
        Path moments = checkpoints.resolve("step-8/moments.safetensors");
        byte[] whole = Files.readAllBytes(moments);
        byte[] infinite = whole.clone();
        System.arraycopy(new byte[] {0, 0, (byte) 0x80, 0x7f}, 0, infinite, infinite.length - 4, 4);
        Files.write(moments, infinite);
        assertEquals(moments + ": not what was written, by its SHA-256" + DAMAGED, refusal("moments"));
        Files.delete(moments);
        assertEquals(moments + ": missing, but listed in SHA256SUMS" + DAMAGED, refusal("moments"));
        Files.write(moments, whole);
        Path more = Files.writeString(checkpoints.resolve("step-8/merges.txt"), "a b");
        assertEquals(more + ": not listed in SHA256SUMS" + DAMAGED, refusal("more"));
        Files.delete(more);
        Path list = checkpoints.resolve("step-8/SHA256SUMS");
        byte[] sums = Files.readAllBytes(list);
        Files.write(list, new byte[] {1, 2, 3});
        assertEquals(list + ": not a list of hashes" + DAMAGED, refusal("sums"));
        Files.delete(list);
        assertEquals(list + ": missing" + DAMAGED, refusal("sums"));
        Files.write(list, sums);
        assertEndsWell();
    }

    /// A best model without its head, which would be made anew from the seed.
    @Test
    void theBestModelIsTheOneThatWasKept() throws IOException {
        Path best = files().stream().filter(file -> file.getFileName().toString().startsWith("best-")).findFirst().orElseThrow();
        Files.copy(encoder.resolve("model.safetensors"), folder.resolve("headless"));
        Files.move(folder.resolve("headless"), best, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(best + ": not what was written, by its SHA-256" + DAMAGED, refusal("best"));
        Files.delete(best);
        assertEquals(best + ": missing" + DAMAGED, refusal("best"));
    }

    @Test
    void aStateOfAnotherStepIsNotTrusted() throws IOException {
        Path checkpoint = checkpoints.resolve("step-8");
        Path renamed = checkpoints.resolve("step-9");
        Files.move(checkpoint, renamed);
        assertEquals(renamed.resolve("state.json") + ": step 8, in a directory called step-9", refusal("renamed"));
        Files.move(renamed, checkpoint);
        Path state = checkpoint.resolve("state.json");
        String before = Sha256.of(state);
        Files.writeString(state, Files.readString(state).replace("\"step\": 8", "\"step\": 7"));
        Path list = checkpoint.resolve("SHA256SUMS");
        Files.writeString(list, Files.readString(list).replace(before, Sha256.of(state)));
        assertEquals(state + ": step 7, in a directory called step-8", refusal("other step"));
    }

    /// A finished run has nothing to go on with, but what it has made is looked at.
    @Test
    void aFinishedResultThatHasChangedIsNotSaidToBeFinished() throws IOException {
        assertEndsWell();
        run(TrainingListener.NONE);
        Path weights = out.resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        byte[] other = whole.clone();
        other[other.length - 1] ^= 1;
        Files.write(weights, other);
        String expected = weights + ": not what was written, by its SHA-256 in training.json; begin anew with --overwrite";
        assertEquals(expected, assertThrows(OutputException.class, () -> run(TrainingListener.NONE)).getMessage());
        Files.delete(weights);
        assertEquals(expected, assertThrows(OutputException.class, () -> run(TrainingListener.NONE)).getMessage());
        Files.write(weights, whole);
        run(TrainingListener.NONE);
    }

    /// How much of a file the checkpoint goes on from: the log has lines of later steps, which are cut off.
    private static int trusted(Path file, byte[] whole) {
        return file.endsWith("metrics.jsonl") ? whole.length / 2 : whole.length;
    }

    private static boolean isList(Path file) {
        return file.endsWith("SHA256SUMS");
    }

    private List<Path> files() throws IOException {
        try (var files = Files.walk(folder.resolve("out.partial"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private String refusal(String of) {
        Exception thrown = assertThrows(Exception.class, () -> run(TrainingListener.NONE), of);
        assertTrue(thrown instanceof OutputException || thrown instanceof CheckpointException
                || thrown instanceof IOException, thrown.toString());
        assertTrue(Files.exists(checkpoints), of);
        return String.valueOf(thrown.getMessage());
    }

    private void assertEndsWell() throws IOException {
        run(TrainingListener.NONE);
        assertFalse(Files.exists(folder.resolve("out.partial")));
    }

    private void run(TrainingListener listener) throws IOException {
        try (Device device = Device.cpu(2)) {
            new FineTuning(BaseModel.of(encoder), data, out).resume()
                    .options(TrainingOptions.builder().epochs(3).batchSize(8).learningRate(1e-3).build())
                    .run(device, listener);
        }
    }
}
