package dev.lathe.trust.audit;

import java.time.Duration;
import java.util.Optional;

/// How a log is kept.
///
/// @param key signs its head; anybody may write it if empty
/// @param sync when records are safe from a machine that stops
/// @param fileBytes from which on another file is begun
/// @param fileTime after which another file is begun
/// @param retained how old a file's last record may be; files are kept for ever if empty
public record AuditOptions(Optional<AuditKey> key, Sync sync, long fileBytes, Duration fileTime, Optional<Duration> retained) {
    /// Files of 64 MiB or a day, each record safe before its answer leaves, nothing removed, no key.
    public static final AuditOptions USUAL = new AuditOptions(Optional.empty(), Sync.EACH, 64 << 20, Duration.ofDays(1), Optional.empty());

    /// When what was written reaches the disk (`fsync`), and the head with it. What was written is safe from the process' end at once.
    public enum Sync {
        /// Before the answer leaves; records that come at the same time share it.
        EACH,
        /// Within a second.
        SECOND
    }

    /// @throws IllegalArgumentException if a size or a time is not positive
    public AuditOptions {
        if (fileBytes < 1 || !fileTime.isPositive() || retained.filter(time -> !time.isPositive()).isPresent()) {
            throw new IllegalArgumentException("audit: files of %d bytes or %s, kept %s: must be positive".formatted(fileBytes, fileTime, retained));
        }
    }

    public AuditOptions withKey(AuditKey other) {
        return new AuditOptions(Optional.of(other), sync, fileBytes, fileTime, retained);
    }

    public AuditOptions withSync(Sync other) {
        return new AuditOptions(key, other, fileBytes, fileTime, retained);
    }

    public AuditOptions withFileBytes(long other) {
        return new AuditOptions(key, sync, other, fileTime, retained);
    }

    public AuditOptions withRetained(Duration other) {
        return new AuditOptions(key, sync, fileBytes, fileTime, Optional.of(other));
    }
}
