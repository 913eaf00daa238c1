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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"--resume", "--overwrite", "--save-steps 3"})
    void whatNeedsAPlainDirectoryIsRefused(String option) {
        CommandRun run = folder.finetune("--encrypt --key-file @secret.key " + option);
        assertEquals("lathe: --encrypt and %s: give one of the two; see 'lathe finetune --help'".formatted(option.split(" ")[0]) + END, run.err());
    }

    @Test
    void nothingIsTrainedThatCouldNotBeWritten() throws IOException {
        assertEquals("lathe: no key: give --key-file, or set LATHE_KEY" + END, folder.finetune("--encrypt").err());
        Files.createDirectory(folder.file("out"));
        assertEquals("lathe: @out: exists; choose another directory, or --overwrite it" + END,
                folder.finetune("--encrypt --key-file @secret.key").err());
    }
}
