package dev.lathe.cli.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.cli.CommandRun.Recorder;
import dev.lathe.cli.ScriptFolder;
import dev.lathe.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpmPackageTest {
    private static final NpmPackage PACKAGE = new NpmPackage("words", "1.2.3");

    @TempDir
    private Path folder;
    private ScriptFolder scripts;
    private Path target;

    @BeforeEach
    void makeFolders() throws IOException {
        scripts = ScriptFolder.in(folder);
        target = Files.createDirectory(folder.resolve("target"));
    }

    @Test
    void theArchiveIsPackedWithoutRunningScripts() throws IOException {
        scripts.program("npm", "echo \"$*\" > words-1.2.3.tgz; echo words-1.2.3.tgz\n");
        assertEquals("pack words@1.2.3 --ignore-scripts --prefer-offline --no-update-notifier\n",
                Files.readString(download()));
    }

    @Test
    void aRefusalIsNpmsOwnSentence() throws IOException {
        scripts.program("npm", """
                echo 'npm warn Unknown user config'
                echo 'npm error code ETARGET'
                echo 'npm error notarget No matching version found for words@1.2.3.'
                exit 1
                """);
        var failure = assertThrows(CommandFailure.class, this::download);
        assertEquals("fetching words: npm says: notarget No matching version found for words@1.2.3.",
                failure.getMessage());
    }

    @Test
    void aMissingNetworkIsNamed() throws IOException {
        scripts.program("npm", """
                echo 'npm ERR! code ECONNREFUSED'
                echo 'npm ERR! FetchError: request failed'
                exit 1
                """);
        var failure = assertThrows(CommandFailure.class, this::download);
        assertEquals("fetching words: the network cannot be reached, and words@1.2.3 is not in npm's cache; npm says: "
                + "FetchError: request failed", failure.getMessage());
    }

    @Test
    void withoutNpmTheLineSaysWhatToInstall() {
        Recorder recorder = Recorder.with(ScriptFolder.without(folder));
        var failure = assertThrows(CommandFailure.class,
                () -> PACKAGE.into(target, "fetching words", recorder.surroundings()));
        assertEquals("fetching words: needs 'npm' on the PATH; install Node.js with npm", failure.getMessage());
    }

    @Test
    void anArchiveThatNeverCameIsAFailure() throws IOException {
        scripts.program("npm", "exit 0");
        var failure = assertThrows(CommandFailure.class, this::download);
        assertEquals("fetching words: npm succeeded but left no archive of words@1.2.3", failure.getMessage());
    }

    private Path download() throws IOException {
        return PACKAGE.into(target, "fetching words", Recorder.with(scripts.environment(folder)).surroundings());
    }
}
