package dev.lathe.cli.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.CommandRun;
import dev.lathe.cli.ModelFolder;
import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `finetune --encrypt`: what is trained reaches the disk encrypted only.
@Timeout(240)
class EncryptedResultTest {
    private static final String END = System.lineSeparator();
    // A learning rate that no other test has, and so weights that no other test writes.
    private static final String TRAINED = "--device cpu --lr 1.37e-3 ";

    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
        folder.write("secret.key", "0f".repeat(32));
    }

    @Test
    void theResultIsTheSameAndIsPublishedEncryptedOnly() throws IOException {
        CommandRun plain = folder.finetune(TRAINED);
        assertEquals(ExitCode.DONE, plain.code(), plain.err());
        byte[] known = PlainBytes.of(folder.file("out/model.safetensors"));
        Files.move(folder.file("out"), folder.file("first"));
        Files.move(folder.file("first/model.safetensors"), folder.file("kept"));
        List<String> before = folder.names();
        CommandRun run = folder.finetune(TRAINED + "--encrypt --key-file @secret.key");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertEquals(plain.out(), run.out());
        assertTrue(run.err().contains("lathe: the encrypted model is in @out, with"), run.err());
        assertEquals(before.size() + 1, folder.names().size(), folder.names()::toString);
        assertTrue(Files.exists(folder.file("out/SEALED")) && Files.exists(folder.file("out/metrics.jsonl.sealed")));
        assertEquals(List.of(folder.file("kept")), PlainBytes.where(path, known));
        assertEquals(ExitCode.DONE, folder.run("decrypt @out --to @opened --key-file @secret.key").code());
        assertEquals(-1, Files.mismatch(folder.file("kept"), folder.file("opened/model.safetensors")));
        assertFalse(Files.exists(folder.file("opened/checkpoints")));
    }

    @Test
    void aRunThatWasKilledGoesOnWithTheSameKeyOnlyAndEndsInTheSameBytes() throws IOException, InterruptedException {
        String options = TRAINED + "--epochs 40 --save-steps 3 --dev @dev.jsonl --keep last ";
        CommandRun plain = folder.run(line(options));
        assertEquals(ExitCode.DONE, plain.code(), plain.err());
        Files.move(folder.file("out"), folder.file("first"));
        byte[] known = PlainBytes.of(folder.file("first/model.safetensors"));
        Files.move(folder.file("first/model.safetensors"), folder.file("kept"));
        String sealed = options + "--encrypt --key-file @secret.key ";
        Process run = CommandRun.interruptible(line(sealed).replace("@", path + "/").split(" +")).start();
        Path checkpoints = folder.file("out.sealed-partial");
        while (step(checkpoints) < 6) {
            assertTrue(run.isAlive(), "it ended before it could be killed");
        }
        run.destroyForcibly().waitFor();
        assertFalse(Files.exists(folder.file("out")), "it was killed before its end");
        int kept = step(checkpoints);
        assertEquals(List.of(folder.file("kept")), PlainBytes.where(path, known));
        folder.write("other.key", "0e".repeat(32));
        String state = "lathe: @out.sealed-partial/after-step-%d/".formatted(kept);
        assertEquals(state + "SEALED: frame 1: changed, moved or cut short, or encrypted with another key" + END,
                folder.run(line(options + "--encrypt --resume --key-file @other.key")).err());
        Path weights = checkpoints.resolve("after-step-" + kept).resolve("checkpoints/step-" + kept + "/model.safetensors.sealed");
        byte[] good = Files.readAllBytes(weights);
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(weights, bad);
        assertEquals(state + "checkpoints/step-%d/model.safetensors.sealed: frame 1: changed, moved or cut short, or encrypted with another key".formatted(kept)
                + END, folder.run(line(sealed + "--resume")).err());
        Files.write(weights, good);
        CommandRun resumed = folder.run(line(sealed + "--resume"));
        assertEquals(ExitCode.DONE, resumed.code(), resumed.err());
        assertTrue(resumed.err().contains("resumed after step " + kept + ", in epoch"), resumed.err());
        assertEquals(plain.out(), resumed.out());
        assertFalse(Files.exists(checkpoints));
        assertEquals(ExitCode.DONE, folder.run("decrypt @out --to @opened --key-file @secret.key").code());
        assertEquals(-1, Files.mismatch(folder.file("kept"), folder.file("opened/model.safetensors")));
    }

    private static String line(String options) {
        return "finetune --task sequence-classification --model @encoder --train @train.jsonl --out @out " + options;
    }

    /// After which a checkpoint is there; 0 if there is none.
    private static int step(Path checkpoints) throws IOException {
        if (!Files.exists(checkpoints)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(checkpoints)) {
            return all.map(checkpoint -> checkpoint.getFileName().toString()).filter(name -> name.startsWith("after-step-"))
                    .mapToInt(name -> Integer.parseInt(name.substring("after-step-".length()))).max().orElse(0);
        }
    }

    @Test
    void aNewRunDeletesWhatAnEarlierOneKept() throws IOException {
        Files.createDirectories(folder.file("out.sealed-partial/after-step-3"));
        CommandRun run = folder.finetune(TRAINED + "--encrypt --key-file @secret.key");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.err().contains("lathe: @out: deleted the work of an earlier run that did not finish; --resume would have continued it" + END), run.err());
        assertFalse(Files.exists(folder.file("out.sealed-partial")));
    }

    @Test
    void anotherResultIsNotReplaced() {
        CommandRun run = folder.finetune("--encrypt --key-file @secret.key --overwrite");
        assertEquals("lathe: --encrypt and --overwrite: give one of the two; see 'lathe finetune --help'" + END, run.err());
    }

    @Test
    void nothingIsTrainedThatCouldNotBeWritten() throws IOException {
        assertEquals("lathe: no key: give --key-file, or set LATHE_KEY" + END, folder.finetune("--encrypt").err());
        Files.createDirectory(folder.file("out"));
        assertEquals("lathe: @out: exists; choose another directory, or --overwrite it" + END,
                folder.finetune("--encrypt --key-file @secret.key").err());
    }
}
