package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.load.LoadConnection;
import dev.lathe.testkit.model.TinyModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is asked for a long time while its model is replaced every five seconds: each answer has the bits of one of the two models, none is
/// lost, and memory, threads and descriptors are at the end what they were.
///
/// `-Dsoak.seconds`, `-Dsoak.connections`; `-Dsoak.pause`, milliseconds between a connection's answer and its next request, leaves the machine time for
/// other work; `-Dsoak.model` is an embedder's directory, else a tiny one.
class SoakTest {
    private static final int SECONDS = Integer.getInteger("soak.seconds", 60);
    private static final int CONNECTIONS = Integer.getInteger("soak.connections", 8);
    private static final double PAUSE = Integer.getInteger("soak.pause", 0) * 1e-3;
    private static final int ROUND = 5;
    private static final double GROWTH = 1.15;
    private static final List<String> WORDS = List.of("the", "soup", "was", "good", "food", "bad", "late", "very");

    @TempDir
    private Path folder;
    private final AtomicLong answered = new AtomicLong();

    /// What a process has in use.
    private record Use(long kibibytes, long threads, long descriptors) {
        static Use of(long pid) throws IOException {
            Path process = Path.of("/proc", String.valueOf(pid));
            List<String> status = Files.readAllLines(process.resolve("status"));
            try (var files = Files.list(process.resolve("fd"))) {
                return new Use(number(status, "VmRSS:"), number(status, "Threads:"), files.count());
            }
        }

        private static long number(List<String> status, String key) {
            return status.stream().filter(line -> line.startsWith(key)).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst()
                    .orElseThrow();
        }
    }

    private Path model() throws IOException {
        String given = System.getProperty("soak.model", "");
        return given.isEmpty() ? TinyModel.encoder(folder.resolve("first")) : Path.of(given);
    }

    /// The same with the last weights of its file turned round.
    private Path other(Path model) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("second"));
        try (var files = Files.walk(model)) {
            for (Path file : files.toList()) {
                Path to = copy.resolve(model.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        try (var weights = new RandomAccessFile(copy.resolve("model.safetensors").toFile(), "rw")) {
            // The header of a tiny model has a few thousand bytes; its tensors come in the order of their names, so these are an encoder's.
            for (long at = weights.length() - 4; at > weights.length() - 400; at -= 4) {
                weights.seek(at + 3);
                int high = weights.read();
                weights.seek(at + 3);
                weights.write(high ^ 0x80);
            }
        }
        return copy;
    }

    private void serve(Path model) throws IOException {
        Path next = Files.createSymbolicLink(folder.resolve("next"), model.toAbsolutePath());
        Files.move(next, folder.resolve("model"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String ask(LoadConnection connection, String text) {
        try {
            LoadConnection.Answer answer = connection.ask("{\"inputs\":\"%s\"}".formatted(text).getBytes(StandardCharsets.UTF_8));
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            assertEquals(200, answer.status(), body);
            answered.incrementAndGet();
            return body;
        } catch (IOException e) {
            throw new AssertionError("a request was lost after %d answers".formatted(answered.get()), e);
        }
    }

    private static List<String> texts() {
        var texts = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            var text = new StringBuilder();
            for (int w = 0; w <= i; w++) {
                text.append(WORDS.get((w * 5 + i) % WORDS.size())).append(' ');
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private static void pause(double seconds) {
        LockSupport.parkNanos((long) (seconds * 1e9));
    }

    @Test
    void noRequestIsLostAndNothingGrows() throws IOException {
        List<Path> models = new ArrayList<>();
        models.add(model());
        models.add(other(models.getFirst()));
        serve(models.getFirst());
        ProcessBuilder child = CommandRun.child("serve", "--model", "m=" + folder.resolve("model"), "--reload", "1", "--port", "0", "--device", "cpu");
        child.command().addAll(1, List.of("-Xmx" + System.getProperty("soak.heap", "1g"), "-XX:+UseSerialGC"));
        child.command().removeIf(word -> word.equals("-XX:TieredStopAtLevel=1") || word.equals("-Dlathe.vector=plain"));
        child.command().add(1, "--add-modules=jdk.incubator.vector");
        Process process = child.start();
        List<String> replaced = Collections.synchronizedList(new ArrayList<>());
        List<String> unexpected = Collections.synchronizedList(new ArrayList<>());
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            // Ended before its reader is closed, which another thread reads from.
            try {
                String ready = lines.readLine();
                while (!ready.contains("serving m at ")) {
                    ready = lines.readLine();
                }
                Thread.startVirtualThread(() -> lines.lines().filter(line -> !line.contains(" at a time: "))
                        .forEach(line -> (line.contains("replaced by") ? replaced : unexpected).add(line)));
                soak(URI.create(ready.substring(ready.indexOf("http"))).resolve("embed"), models, process.pid());
                assertFalse(replaced.isEmpty());
                assertEquals(List.of(), unexpected);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private void soak(URI uri, List<Path> models, long pid) throws IOException {
        List<String> texts = texts();
        List<String> first;
        List<String> second;
        try (LoadConnection connection = LoadConnection.to(uri, Optional.empty())) {
            first = texts.stream().map(text -> ask(connection, text)).toList();
            serve(models.getLast());
            while (ask(connection, texts.getFirst()).equals(first.getFirst())) {
                pause(0.1);
            }
            second = texts.stream().map(text -> ask(connection, text)).toList();
        }
        assertNotEquals(first, second);
        var goOn = new AtomicBoolean(true);
        var done = new ArrayList<CompletableFuture<Void>>();
        for (int thread = 0; thread < CONNECTIONS; thread++) {
            int start = thread;
            done.add(CompletableFuture.runAsync(() -> {
                try (LoadConnection connection = LoadConnection.to(uri, Optional.empty())) {
                    for (int i = start; goOn.get(); i = (i + 1) % texts.size()) {
                        String answer = ask(connection, texts.get(i));
                        assertTrue(answer.equals(first.get(i)) || answer.equals(second.get(i)), "an answer of neither model: " + answer);
                        pause(PAUSE);
                    }
                }
            }, task -> Thread.ofPlatform().daemon().start(task)));
        }
        List<Use> uses = new ArrayList<>();
        for (int round = 0; round < SECONDS / ROUND && done.stream().noneMatch(CompletableFuture::isDone); round++) {
            serve(models.get(round % 2));
            pause(ROUND);
            uses.add(Use.of(pid));
        }
        goOn.set(false);
        done.forEach(CompletableFuture::join);
        System.out.printf(Locale.ROOT, "soak: %d answers in %d s, %d connections; at first %s, after ten minutes at most %s, at the end %s%n",
                answered.get(), SECONDS, CONNECTIONS, uses.getFirst(), uses.get(Math.min(uses.size() - 1, 600 / ROUND)), uses.getLast());
        List<Use> before = uses.subList(0, uses.size() / 2 + 1);
        Use last = uses.getLast();
        assertTrue(last.kibibytes() <= GROWTH * before.stream().mapToLong(Use::kibibytes).max().orElseThrow(), uses::toString);
        assertTrue(last.threads() <= 4 + before.stream().mapToLong(Use::threads).max().orElseThrow(), uses::toString);
        assertTrue(last.descriptors() <= 4 + before.stream().mapToLong(Use::descriptors).max().orElseThrow(), uses::toString);
    }
}
