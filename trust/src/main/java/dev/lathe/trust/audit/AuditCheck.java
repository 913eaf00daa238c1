package dev.lathe.trust.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Goes through all files of a log, line by line, and finds what was changed.
public final class AuditCheck {
    private final Path log;
    private final Optional<AuditKey> key;
    private AuditLine last = AuditLine.NONE;
    private Optional<AuditLine> start = Optional.empty();
    private boolean isStartKnown;
    private boolean isHeadMet;
    private long wholeBytes;
    private long tornBytes;

    private AuditCheck(Path log, Optional<AuditKey> key) {
        this.log = log;
        this.key = key;
    }

    /// @param log the file that is or was written; those before it are found beside it
    /// @param key with which its head was signed, if it is known
    /// @throws IOException if a file cannot be read, or there is no log
    public static AuditVerdict of(Path log, Optional<AuditKey> key) throws IOException {
        return new AuditCheck(log, key).verdict(false);
    }

    /// What a log is gone on with.
    ///
    /// @param last line
    /// @param wholeBytes of the file that is written
    /// @param tornBytes behind those
    /// @param verdict on all before them
    record State(AuditLine last, long wholeBytes, long tornBytes, AuditVerdict verdict) {}

    /// As [#of], of a log whose last line may be torn.
    static State state(Path log, Optional<AuditKey> key) throws IOException {
        var check = new AuditCheck(log, key);
        AuditVerdict verdict = check.verdict(true);
        return new State(check.last, check.wholeBytes, check.tornBytes, verdict);
    }

    private AuditVerdict verdict(boolean mayBeTorn) throws IOException {
        Optional<AuditHead> head;
        try {
            head = AuditHead.read(log);
        } catch (AuditException e) {
            return broken(AuditHead.file(log), 0, "not the head of a log");
        }
        List<Path> files = AuditFiles.all(log);
        if (files.isEmpty() && head.isEmpty()) {
            throw new AuditException(log + ": there is no such log");
        }
        isHeadMet = head.filter(one -> one.number() > 0).isEmpty();
        for (Path file : files) {
            Optional<AuditVerdict> fault = read(file, head, mayBeTorn && file.equals(log));
            if (fault.isPresent()) {
                return fault.get();
            }
        }
        if (head.isEmpty()) {
            return broken(AuditHead.file(log), 0, "missing: nobody knows where the log ends");
        }
        if (start.isPresent() && !isStartKnown) {
            return broken(files.getFirst(), 1, "records 1 to %d are missing".formatted(start.get().number()));
        }
        return sealed(head.get());
    }

    private AuditVerdict sealed(AuditHead head) {
        if (head.number() > last.number()) {
            return broken(log, 0, "ends at record %d, its head says %d".formatted(last.number(), head.number()));
        }
        if (!isHeadMet) {
            return broken(AuditHead.file(log), 0, "has another hash for record %d".formatted(head.number()));
        }
        if (key.isPresent() && !head.isSignedBy(key.get())) {
            return broken(AuditHead.file(log), 0, head.mac().isEmpty() ? "not signed" : "not signed with this key");
        }
        var signature = key.isPresent() ? AuditVerdict.Signature.GOOD
                : head.mac().isEmpty() ? AuditVerdict.Signature.NONE : AuditVerdict.Signature.NOT_CHECKED;
        return new AuditVerdict.Whole(start.map(before -> before.number() + 1).orElse(1L), last.number(), last.number() - head.number(), signature);
    }

    private static AuditVerdict broken(Path file, long line, String fault) {
        return new AuditVerdict.Broken(file, line, fault);
    }

    private Optional<AuditVerdict> read(Path file, Optional<AuditHead> head, boolean mayBeTorn) throws IOException {
        try (var lines = new AuditLines(file)) {
            long number = 0;
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                number++;
                Optional<AuditLine> read = AuditLine.of(line.get());
                if (read.isEmpty()) {
                    return Optional.of(broken(file, number, "was changed: not as its hash says"));
                }
                Optional<String> gap = follow(read.get());
                if (gap.isPresent()) {
                    return Optional.of(broken(file, number, gap.get()));
                }
                AuditLine.removal(line.get()).filter(to -> start.filter(before -> before.number() == to.number()
                        && before.hash().equals(to.hash())).isPresent()).ifPresent(_ -> isStartKnown = true);
                head.filter(one -> one.number() == last.number() && one.hash().equals(last.hash())).ifPresent(_ -> isHeadMet = true);
            }
            wholeBytes = lines.whole();
            tornBytes = lines.torn();
            return tornBytes > 0 && !mayBeTorn ? Optional.of(broken(file, number + 1, "cut short")) : Optional.empty();
        }
    }

    /// @return what is wrong with this line behind the last one; empty if nothing is
    private Optional<String> follow(AuditLine line) {
        if (last == AuditLine.NONE && line.number() > 1) {
            // Of the lines before it only the last one's number and hash are known.
            last = new AuditLine(line.number() - 1, AuditLine.NONE.hash(), line.previous());
            start = Optional.of(last);
        }
        if (line.number() != last.number() + 1) {
            return Optional.of("record %d stands behind record %d".formatted(line.number(), last.number()));
        }
        if (!line.previous().equals(last.hash())) {
            return Optional.of("does not follow the record before it");
        }
        last = line;
        return Optional.empty();
    }
}
