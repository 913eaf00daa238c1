package dev.lathe.trust.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.trust.audit.AuditVerdict.Broken;
import dev.lathe.trust.audit.AuditVerdict.Signature;
import dev.lathe.trust.audit.AuditVerdict.Whole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final Optional<AuditKey> NO_KEY = Optional.empty();

    @TempDir
    private Path folder;

    private Path log() {
        return folder.resolve("audit.log");
    }

    private static AuditRecord record(String label) {
        return new AuditRecord("ann", "/predict", "reviews", "ab".repeat(32), List.of(label), 200);
    }

    private void write(AuditOptions options, String... labels) throws IOException {
        try (var log = AuditLog.open(log(), options)) {
            for (String label : labels) {
                log.append(record(label));
            }
        }
    }

    private AuditVerdict verdict() throws IOException {
        return AuditCheck.of(log(), NO_KEY);
    }

    private static AuditKey key(int fill) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return AuditKey.of(bytes);
    }

    @Test
    void whatIsWrittenIsWholeAndGoesOnAfterARestart() throws IOException {
        write(AuditOptions.USUAL, "good", "bad \"quoted\"\n ä😀\u0085");
        assertEquals(new Whole(1, 3, 0, Signature.NONE), verdict());
        write(AuditOptions.USUAL, "good");
        assertEquals(new Whole(1, 5, 0, Signature.NONE), verdict());
        List<String> lines = Files.readAllLines(log());
        assertTrue(lines.get(1).matches("\\{\"n\":2,\"time\":\"[^\"]+Z\",\"event\":\"request\",\"who\":\"ann\",\"route\":\"/predict\",\"model\":\"reviews\","
                + "\"model_sha256\":\"(?:ab){32}\",\"decision\":\\[\"good\"],\"status\":200,\"prev\":\"[0-9a-f]{64}\",\"hash\":\"[0-9a-f]{64}\"}"), lines.get(1));
        assertTrue(lines.get(3).contains("\"event\":\"opened\",\"torn_bytes\":0,\"unsealed\":0"), lines.get(3));
    }

    @Test
    void everyFlippedByteIsFoundAndItsLineNamed() throws IOException {
        write(AuditOptions.USUAL, "good", "ä", "bad");
        byte[] bytes = Files.readAllBytes(log());
        int line = 1;
        for (int i = 0; i < bytes.length; i++) {
            for (int bit : new int[] {0x01, 0x20, 0x80}) {
                byte[] flipped = bytes.clone();
                flipped[i] ^= (byte) bit;
                Files.write(log(), flipped);
                Broken broken = assertInstanceOf(Broken.class, verdict(), "byte " + i);
                assertEquals(line, broken.line(), "byte %d: %s".formatted(i, broken));
            }
            line += bytes[i] == '\n' ? 1 : 0;
        }
        Files.write(log(), bytes);
        byte[] head = Files.readAllBytes(AuditHead.file(log()));
        for (int i = 0; i < head.length; i++) {
            byte[] flipped = head.clone();
            flipped[i] ^= 1;
            Files.write(AuditHead.file(log()), flipped);
            assertInstanceOf(Broken.class, verdict(), "head's byte " + i);
        }
    }

    @Test
    void linesThatAreMissingOrMovedAreFound() throws IOException {
        write(AuditOptions.USUAL, "a", "b", "c");
        List<String> lines = Files.readAllLines(log());
        for (int i = 0; i < lines.size(); i++) {
            var fewer = new ArrayList<>(lines);
            fewer.remove(i);
            Files.write(log(), fewer);
            Broken broken = assertInstanceOf(Broken.class, verdict(), "without line " + i);
            String fault = i == 0 ? "records 1 to 1 are missing" : i == 3 ? "ends at record 3, its head says 4"
                    : "record %d stands behind record %d".formatted(i + 2, i);
            assertEquals(fault, broken.fault());
        }
        Files.write(log(), List.of(lines.get(0), lines.get(2), lines.get(1), lines.get(3)));
        assertEquals(new Broken(log(), 2, "record 3 stands behind record 1"), verdict());
        Files.delete(log());
        assertEquals(new Broken(log(), 0, "ends at record 0, its head says 4"), verdict());
        Files.delete(AuditHead.file(log()));
        assertEquals(log() + ": there is no such log", assertThrows(AuditException.class, this::verdict).getMessage());
        Files.write(log(), lines);
        assertEquals(new Broken(AuditHead.file(log()), 0, "missing: nobody knows where the log ends"), verdict());
    }

    @Test
    void aRecordThatIsReplacedWithItsHashBreaksTheOneBehindIt() throws IOException {
        write(AuditOptions.USUAL, "a", "b");
        List<String> lines = new ArrayList<>(Files.readAllLines(log()));
        byte[] other = AuditLine.of(lines.get(0)).orElseThrow().following(Instant.now(), json -> AuditLine.write(json, record("forged"))).bytes();
        lines.set(1, new String(other, StandardCharsets.UTF_8).strip());
        Files.write(log(), lines);
        assertEquals(new Broken(log(), 3, "does not follow the record before it"), verdict());
    }

    @Test
    void whoeverRewritesTheEndNeedsTheKey() throws IOException {
        var signed = AuditOptions.USUAL.withKey(key(1));
        write(signed, "a", "b");
        assertEquals(new Whole(1, 3, 0, Signature.GOOD), AuditCheck.of(log(), Optional.of(key(1))));
        assertEquals(new Whole(1, 3, 0, Signature.NOT_CHECKED), verdict());
        assertEquals(new Broken(AuditHead.file(log()), 0, "not signed with this key"), AuditCheck.of(log(), Optional.of(key(2))));
        String refused = assertThrows(AuditException.class, () -> AuditLog.open(log(), AuditOptions.USUAL.withKey(key(2)))).getMessage();
        assertEquals(AuditHead.file(log()) + ": not signed with this key; keep the log, and begin another", refused);
        // A log of the forger's own is whole, as long as nobody asks for the key.
        for (Path file : List.of(log(), AuditHead.file(log()))) {
            Files.delete(file);
        }
        write(AuditOptions.USUAL, "forged");
        assertEquals(new Whole(1, 2, 0, Signature.NONE), verdict());
        assertEquals(new Broken(AuditHead.file(log()), 0, "not signed"), AuditCheck.of(log(), Optional.of(key(1))));
    }

    @Test
    void aTornLastLineIsTakenAwayAndToldOf() throws IOException {
        write(AuditOptions.USUAL, "a");
        Files.writeString(log(), "{\"n\":3,\"time", StandardOpenOption.APPEND);
        assertEquals(new Broken(log(), 3, "cut short"), verdict());
        write(AuditOptions.USUAL, "b");
        assertEquals(new Whole(1, 4, 0, Signature.NONE), verdict());
        assertTrue(Files.readAllLines(log()).get(2).contains("\"torn_bytes\":12,"), "told");
    }

    @Test
    void aLogThatWasChangedIsNotGoneOnWith() throws IOException {
        write(AuditOptions.USUAL, "good");
        Files.writeString(log(), Files.readString(log()).replace("good", "evil"));
        String refused = assertThrows(AuditException.class, () -> AuditLog.open(log(), AuditOptions.USUAL)).getMessage();
        assertEquals(log() + ":2: was changed: not as its hash says; keep the log, and begin another", refused);
        assertThrows(AuditException.class, () -> AuditLog.open(log(), AuditOptions.USUAL), "the lock was given back");
    }

    @Test
    void oneProcessWritesAtATime() throws IOException {
        try (var log = AuditLog.open(log(), AuditOptions.USUAL)) {
            log.append(record("a"));
            assertEquals(log() + ": another process writes this log",
                    assertThrows(AuditException.class, () -> AuditLog.open(log(), AuditOptions.USUAL)).getMessage());
        }
    }

    @Test
    void aFullDiskLeavesNoHalfLineAndItsGapIsToldOf() throws IOException {
        var full = new boolean[1];
        LogFile.Opener opener = file -> new Filling(LogFile.open(file), full);
        try (var log = AuditLog.open(log(), AuditOptions.USUAL, Instant::now, opener)) {
            log.append(record("a"));
            full[0] = true;
            assertThrows(IOException.class, () -> log.append(record("lost")));
            assertThrows(IOException.class, () -> log.append(record("lost")));
            full[0] = false;
            log.append(record("b"));
        }
        assertEquals(new Whole(1, 3, 0, Signature.NONE), verdict());
        assertTrue(Files.readAllLines(log()).get(2).contains("\"missed_before\":2"), "told");
    }

    /// A file on a disk that is full at times: half of what is written arrives.
    private record Filling(LogFile file, boolean[] full) implements LogFile {
        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            if (full[0]) {
                file.write(Arrays.copyOf(bytes, bytes.length / 2));
                throw new IOException("No space left on device");
            }
            file.write(bytes);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Test
    void fullFilesAreSetAsideAndOldOnesRemoved() throws IOException {
        var now = new Instant[] {Instant.parse("2026-01-01T00:00:00Z")};
        var options = AuditOptions.USUAL.withFileBytes(500).withRetained(Duration.ofDays(10));
        try (var log = AuditLog.open(log(), options, () -> now[0], LogFile::open)) {
            for (int day = 0; day < 15; day++) {
                log.append(record("day " + day));
                now[0] = now[0].plus(Duration.ofDays(1));
            }
        }
        List<Path> full = AuditFiles.full(log());
        Whole whole = assertInstanceOf(Whole.class, verdict());
        assertTrue(whole.first() > 1 && full.size() >= 8 && full.size() <= 12, () -> whole + " " + full);
        // What the log says was removed may be missing, and nothing else.
        Path oldest = full.getFirst();
        byte[] bytes = Files.readAllBytes(oldest);
        Files.delete(oldest);
        Broken missing = assertInstanceOf(Broken.class, verdict());
        assertTrue(missing.fault().matches("records 1 to \\d+ are missing"), missing.fault());
        Files.write(oldest, bytes);
        Files.delete(full.get(3));
        assertTrue(assertInstanceOf(Broken.class, verdict()).fault().contains(" stands behind record "), "a gap");
    }

    @Test
    void manyThreadsAddToOneChain() throws IOException, InterruptedException, ExecutionException {
        try (var log = AuditLog.open(log(), AuditOptions.USUAL.withFileBytes(4000)); var threads = Executors.newFixedThreadPool(8)) {
            var work = new ArrayList<Future<Void>>();
            for (int i = 0; i < 8; i++) {
                Callable<Void> adding = () -> {
                    for (int j = 0; j < 25; j++) {
                        log.append(record("x"));
                    }
                    return null;
                };
                work.add(threads.submit(adding));
            }
            for (Future<Void> one : work) {
                one.get();
            }
        }
        assertEquals(new Whole(1, 201, 0, Signature.NONE), verdict());
    }

    @Test
    void aRecordIsSealedBeforeItIsAnswered() throws IOException {
        try (var log = AuditLog.open(log(), AuditOptions.USUAL)) {
            log.append(record("a"));
            assertEquals(new Whole(1, 2, 0, Signature.NONE), verdict());
        }
        try (var log = AuditLog.open(log(), AuditOptions.USUAL.withSync(AuditOptions.Sync.SECOND))) {
            log.append(record("b"));
            assertTrue(assertInstanceOf(Whole.class, verdict()).unsealed() <= 1, "at most the last one");
        }
        assertEquals(new Whole(1, 4, 0, Signature.NONE), verdict());
    }

    @Test
    void keysAreReadAsTheyShouldBe() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "01".repeat(32) + "\n");
        write(AuditOptions.USUAL.withKey(AuditKey.read(file)), "a");
        assertEquals(new Whole(1, 2, 0, Signature.GOOD), AuditCheck.of(log(), Optional.of(key(1))));
        Files.writeString(file, "01");
        assertEquals(file + ": needs a key of 64 hexadecimal digits; 'openssl rand -hex 32' makes one",
                assertThrows(AuditException.class, () -> AuditKey.read(file)).getMessage());
    }
}
