package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Federations whose processes are killed, and federations of several processes.
@Timeout(300)
class FederationProcessesTest {
    private static final List<String> RESULT = List.of("model.safetensors", "config.json", "metrics.jsonl", "federation.json");

    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
        List<String> lines = Files.readAllLines(folder.file("train.jsonl"));
        folder.write("labels.jsonl", String.join("\n", lines.subList(0, 4)) + "\n");
    }

    private void config(int rounds, String more) throws IOException {
        folder.write("config.json", """
                {"options": {"task": "sequence-classification", "model": "%s", "lr": 0.005, "batch-size": 8},
                 "clients": [{"name": "a", "train": "%s"}, {"name": "b", "train": "%s"}], "labels": "%s", "test": "%s", "rounds": %d%s}
                """.formatted(folder.file("encoder"), folder.file("train.jsonl"), folder.file("dev.jsonl"), folder.file("labels.jsonl"),
                folder.file("dev.jsonl"), rounds, more));
    }

    private byte[][] result(String directory) throws IOException {
        var bytes = new byte[RESULT.size()][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Files.readAllBytes(folder.file(directory).resolve(RESULT.get(i)));
        }
        return bytes;
    }

    private ProcessBuilder process(String line) {
        return CommandRun.interruptible(line.replace("@", path + "/").split(" "));
    }

    @Test
    void aFederationThatWasKilledEndsInTheSameBytes() throws IOException, InterruptedException {
        config(200, ", \"server\": \"adam\", \"server-lr\": 0.01, \"participation\": 0.7, \"secure\": {\"threshold\": 2}, \"faults\": \"leave-out\"");
        CommandRun whole = folder.run("federate @config.json --out @whole");
        assertEquals(ExitCode.DONE, whole.code(), whole.err());
        killedAfter(9, process("federate @config.json --out @out").start());
        assertTrue(!Files.exists(folder.file("out")), "it was killed before its end");
        CommandRun resumed = folder.run("federate @config.json --out @out --resume");
        assertEquals(ExitCode.DONE, resumed.code(), resumed.err());
        assertTrue(!resumed.err().contains("round 3:"), "rounds are not done twice");
        assertEquals(whole.out(), resumed.out());
        assertArrayEquals(result("whole"), result("out"));
    }

    @Test
    void clientsInProcessesOfTheirOwnGiveTheBytesOfOneProcessAlsoWhenOneIsKilled() throws IOException, InterruptedException, ExecutionException {
        config(60, "");
        CommandRun whole = folder.run("federate @config.json --out @whole");
        assertEquals(ExitCode.DONE, whole.code(), whole.err());
        int port = freePort();
        String join = "federate --join http://127.0.0.1:" + port + " --client ";
        Process a = process(join + "a --train @train.jsonl --memory @memory-a").start();
        Process b = process(join + "b --train @dev.jsonl --memory @memory-b").start();
        var server = CompletableFuture.supplyAsync(() -> folder.run("federate @config.json --out @out --listen " + port));
        // As soon as the client has trained a few rounds.
        while (round(folder.file("memory-b")) < 3) {
            assertTrue(!server.isDone() && !b.waitFor(2, TimeUnit.MILLISECONDS), () -> "it ended before it could be killed: " + server.resultNow().err());
        }
        b.destroyForcibly();
        Process again = process(join + "b --train @dev.jsonl --memory @memory-b").start();
        CommandRun run = server.get();
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.err().startsWith("lathe: waiting for a, b at http://127.0.0.1:" + port), run.err());
        assertEquals(whole.out(), run.out());
        assertArrayEquals(result("whole"), result("out"));
        assertEquals(ExitCode.DONE, a.waitFor());
        assertEquals(ExitCode.DONE, again.waitFor());
        assertTrue(a.errorReader().lines().toList().contains("lathe: the federation is over: its model is where the server runs"));
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /// The server is killed twice in the middle of a round: once while its clients train, once when the first of them has finished.
    @ParameterizedTest
    @ValueSource(strings = {"", ", \"secure\": {\"threshold\": 2}, \"server\": \"adam\", \"server-lr\": 0.01"})
    void aServerThatWasKilledIsFoundAgainByItsClientsAndEndsInTheSameBytes(String more) throws IOException, InterruptedException {
        config(20, more);
        CommandRun whole = folder.run("federate @config.json --out @whole");
        assertEquals(ExitCode.DONE, whole.code(), whole.err());
        String serve = "federate @config.json --out @out --listen " + freePort();
        String join = "federate --join http://127.0.0.1:" + serve.substring(serve.lastIndexOf(' ') + 1) + " --client ";
        Process a = process(join + "a --train @train.jsonl --memory @memory-a").start();
        Process b = process(join + "b --train @dev.jsonl --memory @memory-b").start();
        killedAfter(3, process(serve).start());
        Process second = process(serve + " --resume").start();
        try (var said = second.errorReader()) {
            read(said, 7);
            while (round(folder.file("memory-b")) < 8) {
                assertTrue(second.isAlive());
            }
            second.destroyForcibly().waitFor();
        }
        assertTrue(!Files.exists(folder.file("out")) && a.isAlive() && b.isAlive(), "it was killed before its end, and its clients wait");
        CommandRun resumed = folder.run(serve + " --resume");
        assertEquals(ExitCode.DONE, resumed.code(), resumed.err());
        assertTrue(!resumed.err().contains("round 7:") && resumed.err().contains("round 9:"), resumed.err());
        assertEquals(whole.out(), resumed.out());
        assertArrayEquals(result("whole"), result("out"));
        assertEquals(ExitCode.DONE, a.waitFor());
        assertEquals(ExitCode.DONE, b.waitFor());
    }

    private static void killedAfter(int round, Process server) throws IOException, InterruptedException {
        try (var said = server.errorReader()) {
            read(said, round);
            server.destroyForcibly().waitFor();
        }
    }

    /// Reads until a round is told of.
    private static void read(BufferedReader said, int round) throws IOException {
        var before = new ArrayList<String>();
        for (String line = said.readLine(); line == null || !line.startsWith("lathe: round " + round + ":"); line = said.readLine()) {
            assertNotNull(line, () -> "it ended: " + before);
            before.add(line);
        }
    }

    /// The last round that a client remembers.
    private static int round(Path memory) throws IOException {
        if (!Files.exists(memory)) {
            return 0;
        }
        try (var names = Files.list(memory)) {
            return names.map(name -> name.getFileName().toString()).filter(name -> name.startsWith("after-round-"))
                    .mapToInt(name -> Integer.parseInt(name.substring("after-round-".length()))).max().orElse(0);
        }
    }

    @Test
    void whatACommandLineLacksIsSaid() throws IOException {
        config(1, "");
        assertTrue(folder.run("federate @config.json").err().contains("--out: is missing"));
        assertTrue(folder.run("federate --join http://127.0.0.1:1 --client a").err().contains("--train: is missing, which --join needs"));
        assertTrue(folder.run("federate @config.json --join http://127.0.0.1:1").err().contains("--join: the server has CONFIG.json"));
        assertTrue(folder.run("federate @config.json --out @out --client a").err().contains("go with --join only"));
        CommandRun nobody = folder.run("federate --join http://127.0.0.1:1 --client a --train @train.jsonl --memory @m --patience 1");
        assertEquals(ExitCode.FAILED, nobody.code());
        assertEquals("lathe: http://127.0.0.1:1: no answer for 1 seconds", nobody.err().strip());
        folder.write("bare.json", """
                {"options": {"task": "sequence-classification", "model": "%s"}, "clients": [{"name": "a"}]}""".formatted(folder.file("encoder")));
        CommandRun unlabelled = folder.run("federate @bare.json --out @out --listen 0");
        assertTrue(unlabelled.err().contains("'labels': is missing"), unlabelled.err());
        CommandRun dataless = folder.run("federate @bare.json --out @out");
        assertTrue(dataless.err().contains("'clients[0].train': is missing"), dataless.err());
    }
}
