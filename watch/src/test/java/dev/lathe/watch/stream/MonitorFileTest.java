package dev.lathe.watch.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorFileTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    @TempDir
    private Path folder;

    private static MonitorPlan plan(Duration window, String alert) {
        return new MonitorPlan(window, 8, List.of(ShareRule.of(alert)), List.of("negative", "positive"), List.of("a", "b"));
    }

    /// Written and read again after each item, a monitor finds the same to the last digit.
    @Test
    void whatIsReadAgainGoesOnAsItWas() throws IOException {
        MonitorPlan plan = plan(Duration.ofMinutes(1), "negative>2sigma");
        Path file = folder.resolve("state.json");
        var whole = new StreamMonitor(plan);
        var expected = new ArrayList<Surge>();
        var found = new ArrayList<Surge>();
        new MonitorFile(new StreamMonitor(plan), 0).write(file);
        var random = new SplittableRandom(4);
        for (int i = 0; i < 600; i++) {
            Instant time = START.plusSeconds(2L * i);
            List<String> label = List.of(random.nextDouble() < (i > 400 ? 0.8 : 0.2) ? "negative" : "positive");
            List<String> topic = List.of(i % 3 == 0 ? "a" : "b");
            whole.add(time, label, topic).ifPresent(closed -> expected.addAll(closed.surges()));
            MonitorFile read = MonitorFile.read(file, plan);
            assertEquals(i, read.position());
            read.monitor().add(time, label, topic).ifPresent(closed -> found.addAll(closed.surges()));
            new MonitorFile(read.monitor(), i + 1).write(file);
        }
        assertFalse(expected.isEmpty());
        assertEquals(expected, found);
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aStateOfSomethingElseIsRefusedByName() throws IOException {
        Path file = folder.resolve("state.json");
        new MonitorFile(new StreamMonitor(plan(Duration.ofMinutes(1), "negative>2sigma")), 0).write(file);
        assertEquals("state.json: 'windowMillis': 60000, now 3600000; a monitor goes on as it began, or with another file",
                refused(file, plan(Duration.ofHours(1), "negative>2sigma")));
        assertEquals("state.json: 'alerts': [negative>2sigma], now [negative>3sigma]; a monitor goes on as it began, or with another file",
                refused(file, plan(Duration.ofMinutes(1), "negative>3sigma")));
        Files.writeString(file, Files.readString(file).replace("\"items\": 0", "\"items\": -1"));
        assertEquals("state.json: not what was written, by its SHA-256; go on with another file", refused(file, plan(Duration.ofMinutes(1), "negative>2sigma")));
        Files.writeString(file, "{\"format\": 2}");
        assertEquals("state.json: 'format': 2; this version reads 1", refused(file, plan(Duration.ofMinutes(1), "negative>2sigma")));
        Files.writeString(file, "{\"format\": 1");
        assertEquals("state.json: cut short: JSON ends inside a value (line 1, column 13)",
                refused(file, plan(Duration.ofMinutes(1), "negative>2sigma")));
    }

    /// A count with another digit would be another baseline without a word.
    @Test
    void everyByteThatIsAnotherIsFound() throws IOException {
        MonitorPlan plan = plan(Duration.ofMinutes(1), "negative>2sigma");
        Path file = folder.resolve("state.json");
        var monitor = new StreamMonitor(plan);
        for (int i = 0; i < 100; i++) {
            monitor.add(START.plusSeconds(2L * i), List.of("negative"), List.of("a"));
        }
        new MonitorFile(monitor, 7).write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] other = whole.clone();
            other[i] ^= (byte) (1 << i % 8);
            Files.write(file, other);
            assertTrue(refused(file, plan).startsWith("state.json: "), "byte " + i);
        }
        Files.writeString(file, new String(whole, StandardCharsets.UTF_8).replaceAll(",\n  \"sha256\".*", ""));
        assertEquals("state.json: no 'sha256' at its end", refused(file, plan));
    }

    private static String refused(Path file, MonitorPlan plan) {
        return assertThrows(CheckpointException.class, () -> MonitorFile.read(file, plan)).getMessage();
    }
}
