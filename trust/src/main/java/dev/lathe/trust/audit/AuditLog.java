package dev.lathe.trust.audit;

import dev.lathe.bert.checkpoint.file.LockFile;
import dev.lathe.json.JsonContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A log to which decisions are added, for any number of threads; one process writes it at a time.
///
/// Opening it reads it through: a log that was changed is not gone on with. A last line that a kill has torn is taken away, and the log says so.
public final class AuditLog implements AutoCloseable {
    private final Path file;
    private final AuditOptions options;
    private final InstantSource clock;
    private final LogFile.Opener opener;
    private final LockFile lock;
    private final Object syncing = new Object();
    private final ScheduledExecutorService seconds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lathe-audit").factory());
    private LogFile open;
    private Instant begun;
    private long missed;
    private boolean isTorn;
    private boolean isClosed;
    private volatile AuditLine last;
    private volatile boolean isLate;
    /// Guarded by `syncing`.
    private long synced;

    private AuditLog(Path file, AuditOptions options, InstantSource clock, LogFile.Opener opener, LockFile lock, AuditLine last) throws IOException {
        this.file = file;
        this.options = options;
        this.clock = clock;
        this.opener = opener;
        this.lock = lock;
        this.last = last;
        open = opener.open(file);
        begun = open.size() > 0 ? firstTime(file) : clock.instant();
    }

    /// @param file made if it is not there; its head, its lock and its older files are beside it
    /// @throws AuditException if it was changed, ends before its head says, is another's to write, or its head is signed with another key
    public static AuditLog open(Path file, AuditOptions options) throws IOException {
        return open(file, options, InstantSource.system(), LogFile::open);
    }

    static AuditLog open(Path file, AuditOptions options, InstantSource clock, LogFile.Opener opener) throws IOException {
        LockFile lock = LockFile.tryAcquire(file.resolveSibling(file.getFileName() + ".lock"))
                .orElseThrow(() -> new AuditException(file + ": another process writes this log"));
        AuditLog log = null;
        boolean isBegun = false;
        try {
            if (AuditHead.read(file).isEmpty() && isEmpty(file)) {
                AuditHead.of(AuditLine.NONE, options.key()).write(file);
            }
            AuditCheck.State state = AuditCheck.state(file, options.key());
            if (state.verdict() instanceof AuditVerdict.Broken(Path at, long line, String fault)) {
                throw new AuditException("%s%s: %s; keep the log, and begin another".formatted(at, line == 0 ? "" : ":" + line, fault));
            }
            log = new AuditLog(file, options, clock, opener, lock, state.last());
            log.begin(state, ((AuditVerdict.Whole) state.verdict()).unsealed());
            isBegun = true;
            return log;
        } finally {
            if (!isBegun) {
                abandon(log, lock);
            }
        }
    }

    private static boolean isEmpty(Path file) throws IOException {
        List<Path> files = AuditFiles.all(file);
        return files.isEmpty() || files.equals(List.of(file)) && Files.size(file) == 0;
    }

    private static void abandon(@Nullable AuditLog log, LockFile lock) throws IOException {
        try (lock) {
            if (log != null) {
                log.seconds.shutdownNow();
                log.open.close();
            }
        }
    }

    private void begin(AuditCheck.State state, long unsealed) throws IOException {
        if (state.tornBytes() > 0) {
            open.truncate(state.wholeBytes());
        }
        long number = write("opened", json -> {
            json.writeNumberField("torn_bytes", state.tornBytes());
            json.writeNumberField("unsealed", unsealed);
        });
        sync(number);
        retain();
        if (options.sync() == AuditOptions.Sync.SECOND) {
            seconds.scheduleWithFixedDelay(this::syncLate, 1, 1, TimeUnit.SECONDS);
        }
    }

    private static Instant firstTime(Path file) throws IOException {
        try (var lines = new AuditLines(file)) {
            Optional<String> first = lines.next();
            return first.isPresent() ? AuditLine.time(first.get()) : Instant.MAX;
        }
    }

    /// Adds a decision. When it returns, the record is where [AuditOptions#sync] says.
    ///
    /// @throws IOException if it could not be added, as when the disk is full; the next one that can be tells how many are missing
    public void append(AuditRecord record) throws IOException {
        append(json -> AuditLine.write(json, record));
    }

    /// Adds what was done to a model, as above.
    public void append(AuditStep step) throws IOException {
        append(json -> AuditLine.write(json, step));
    }

    private void append(JsonContent fields) throws IOException {
        long number;
        synchronized (this) {
            requireOpen();
            boolean added = false;
            try {
                rotateIfFull();
                number = write(json -> {
                    fields.writeTo(json);
                    if (missed > 0) {
                        json.writeNumberField("missed_before", missed);
                    }
                });
                added = true;
                missed = 0;
            } finally {
                if (!added) {
                    missed++;
                }
            }
        }
        if (options.sync() == AuditOptions.Sync.EACH || isLate) {
            sync(number);
        }
    }

    private void requireOpen() throws AuditException {
        if (isClosed) {
            throw new AuditException(file + ": closed");
        }
    }

    private synchronized long write(String event, JsonContent fields) throws IOException {
        return write(json -> {
            json.writeStringField("event", event);
            fields.writeTo(json);
        });
    }

    /// One line, or nothing of it.
    private synchronized long write(JsonContent fields) throws IOException {
        requireOpen();
        AuditLine.Written line = last.following(clock.instant(), fields);
        long size = open.size();
        if (isTorn) {
            throw new AuditException(file + ": the last record is torn; restart to repair it");
        }
        boolean written = false;
        try {
            open.write(line.bytes());
            written = true;
        } finally {
            if (!written) {
                isTorn = true;
                open.truncate(size);
                isTorn = false;
            }
        }
        last = line.line();
        return last.number();
    }

    /// Forces all records up to one to the disk, and then the head.
    private void sync(long number) throws IOException {
        synchronized (syncing) {
            if (synced >= number) {
                return;
            }
            AuditLine up = last;
            open.force();
            AuditHead.of(up, options.key()).write(file);
            synced = up.number();
            isLate = false;
        }
    }

    /// Whoever adds the next record tries again, and hears of it.
    private void syncLate() {
        try {
            sync(last.number());
        } catch (IOException e) {
            isLate = true;
        }
    }

    private void rotateIfFull() throws IOException {
        boolean isOld = Duration.between(begun, clock.instant()).compareTo(options.fileTime()) >= 0;
        if (open.size() == 0 || open.size() < options.fileBytes() && !isOld) {
            return;
        }
        sync(last.number());
        synchronized (syncing) {
            open.close();
            Files.move(file, AuditFiles.full(file, firstNumber()), StandardCopyOption.ATOMIC_MOVE);
            open = opener.open(file);
            begun = clock.instant();
        }
        retain();
    }

    private long firstNumber() throws IOException {
        try (var lines = new AuditLines(file)) {
            return lines.next().flatMap(AuditLine::of).map(AuditLine::number).orElseThrow(() -> new AuditException(file + ": was changed"));
        }
    }

    /// Removes full files that are too old, the oldest first; the log says so before it is done.
    private synchronized void retain() throws IOException {
        if (options.retained().isEmpty()) {
            return;
        }
        Instant oldest = clock.instant().minus(options.retained().get());
        List<Path> full = AuditFiles.full(file);
        for (Path old : full) {
            String end = lastLine(old);
            AuditLine to = AuditLine.of(end).orElseThrow(() -> new AuditException(old + ": was changed"));
            if (!AuditLine.time(end).isBefore(oldest)) {
                return;
            }
            sync(write("removed", json -> {
                json.writeNumberField("to", to.number());
                json.writeStringField("last", to.hash());
            }));
            Files.delete(old);
        }
    }

    private static String lastLine(Path file) throws IOException {
        try (var lines = new AuditLines(file)) {
            String end = "";
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                end = line.get();
            }
            return end;
        }
    }

    /// Seals the log and lets others write it.
    @Override
    public void close() throws IOException {
        seconds.shutdownNow();
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            try (lock; LogFile _ = open) {
                sync(last.number());
            }
        }
    }
}
