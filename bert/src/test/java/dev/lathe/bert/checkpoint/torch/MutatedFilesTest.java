package dev.lathe.bert.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.OnnxBytes;
import dev.lathe.bert.checkpoint.PickleBytes;
import dev.lathe.bert.checkpoint.ProtobufBytes;
import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.bert.checkpoint.TinyBundle;
import dev.lathe.bert.checkpoint.TinyOnnx;
import dev.lathe.bert.checkpoint.TinyTorch;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.onnx.OnnxFile;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsWriter;
import dev.lathe.bert.checkpoint.tensorflow.TensorFlowCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sound files with bytes changed, cut out or doubled: each is read, or refused as a broken checkpoint, in little time.
class MutatedFilesTest {
    private static final long SEED = Long.getLong("test.seed", 42);
    private static final int ROUNDS = Integer.getInteger("test.rounds", 1_000);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @FunctionalInterface
    private interface Opening {
        Checkpoint open(Path file) throws IOException;
    }

    @Test
    void ofPyTorch() throws IOException {
        byte[] whole = new TinyTorch()
                .tensor("bert.x.weight", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .parameter("bert.x.bias", new float[] {7, 8}, 2)
                .storage("9", new byte[32])
                .view("transposed", "DoubleStorage", "9", 4, 0, new long[] {2, 2}, new long[] {1, 2})
                .toBytes();
        mutate(whole, TorchFile::open);
    }

    @Test
    void ofPyTorchBefore16() throws IOException {
        try (InputStream in = MutatedFilesTest.class.getResourceAsStream("before-1.6.bin")) {
            mutate(in.readAllBytes(), TorchFile::open);
        }
    }

    @Test
    void ofPicklesInSoundArchives() throws IOException {
        byte[] pickle = TinyTorch.tensor(PickleBytes.protocol2().code('}').text("x"),
                "FloatStorage", "0", 8, 0, new long[] {2, 4}, new long[] {4, 1}).code('s', '.').toBytes();
        mutate(pickle, file -> {
            Files.write(file, TinyTorch.archive(Files.readAllBytes(file), new byte[32]));
            return TorchFile.open(file);
        });
    }

    @Test
    void ofTensorFlow() throws IOException {
        TinyBundle bundle = bundle();
        bundle.store(directory.resolve("m"));
        mutate(bundle.index(), file -> {
            Files.copy(file, directory.resolve("m.index"), StandardCopyOption.REPLACE_EXISTING);
            return TensorFlowCheckpoint.open(directory.resolve("m"));
        });
    }

    /// Checksums hide what is behind them: here they are right, and what they guard is broken.
    @Test
    void ofTensorFlowBehindRightChecksums() throws IOException {
        TinyBundle bundle = bundle();
        bundle.store(directory.resolve("m"));
        byte[] value = TinyBundle.entry(1, 0, 8, OnnxBytes.floats(1, 2, 3, 4), 2, 2).toBytes();
        mutate(value, file -> {
            byte[] index = bundle.entry("bert/x/dense/kernel", new ProtobufBytes().raw(unsigned(file))).index();
            Files.write(directory.resolve("m.index"), index);
            return TensorFlowCheckpoint.open(directory.resolve("m"));
        });
    }

    @Test
    void ofSafetensors() throws IOException {
        Path file = directory.resolve("model.safetensors");
        SafetensorsWriter.write(file, List.of(
                TensorToWrite.of("x", List.of(2, 3), new float[6]), TensorToWrite.of("y", List.of(5), new float[5])));
        mutate(Files.readAllBytes(file), SafetensorsFile::open);
    }

    @Test
    void ofOnnx() throws IOException {
        byte[] whole = TinyOnnx.encoder();
        mutate(whole, OnnxFile::open);
    }

    private static TinyBundle bundle() {
        return new TinyBundle()
                .variable("bert/x/dense/bias", new float[] {1, 2}, 2)
                .variable("bert/x/dense/kernel", new float[] {1, 2, 3, 4}, 2, 2)
                .variable("global_step", TinyBundle.I64, new byte[8]);
    }

    private static int[] unsigned(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        var values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i];
        }
        return values;
    }

    private void mutate(byte[] whole, Opening opening) throws IOException {
        Path file = directory.resolve("mutated");
        read(Files.write(file, whole), opening);
        var random = new Random(SEED);
        int[] refused = new int[1];
        assertTimeoutPreemptively(LIMIT, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                Files.write(file, mutated(whole, random));
                refused[0] += isRefused(file, opening, round) ? 1 : 0;
            }
        });
        assertTrue(refused[0] > ROUNDS / 20, () -> refused[0] + " refused, -Dtest.seed=" + SEED);
    }

    private static boolean isRefused(Path file, Opening opening, int round) throws IOException {
        try {
            read(file, opening);
            return false;
        } catch (CheckpointException broken) {
            return true;
        } catch (RuntimeException bug) {
            return fail("round " + round + ", -Dtest.seed=" + SEED, bug);
        }
    }

    private static void read(Path file, Opening opening) throws IOException {
        try (Checkpoint checkpoint = opening.open(file)) {
            checkpoint.firstNonFinite();
        }
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                default -> {
                    int from = random.nextInt(bytes.length);
                    System.arraycopy(whole, from, bytes, at, Math.min(8, bytes.length - Math.max(from, at)));
                }
            }
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
    }
}
