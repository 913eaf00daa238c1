package dev.lathe.cli.trust;

import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.trust.audit.AuditCheck;
import dev.lathe.trust.audit.AuditKey;
import dev.lathe.trust.audit.AuditVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lathe audit verify`: whether a server's audit log is as it was written.
@Command(name = "audit", mixinStandardHelpOptions = true,
        description = "Checks the audit log of 'lathe serve --audit-log': every record against its hash and the one before it, and the end against the file's head. "
                + "Says where the first fault is.",
        customSynopsis = "lathe audit verify FILE [--audit-key FILE]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe audit verify audit.log",
            "  lathe audit verify audit.log --audit-key audit.key"})
public final class AuditCommand implements Callable<Integer> {
    /// What is done with a log.
    public enum Action {
        VERIFY
    }

    @Parameters(index = "0", paramLabel = "verify", description = "What to do.")
    private Action action = Action.VERIFY;

    @Parameters(index = "1", paramLabel = "FILE", description = "The log; older files of it are found beside it.")
    private Path file = Path.of("");

    @Option(names = "--audit-key", paramLabel = "FILE", description = "The key with which the log's end was signed.")
    private Optional<Path> key = Optional.empty();

    private final Surroundings surroundings;

    public AuditCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        return switch (action) {
            case VERIFY -> verify();
        };
    }

    private int verify() throws IOException {
        Optional<AuditKey> signing = key.isPresent() ? Optional.of(AuditKey.read(key.get())) : Optional.empty();
        return switch (AuditCheck.of(file, signing)) {
            case AuditVerdict.Whole whole -> {
                surroundings.out().println(sentence(whole));
                yield ExitCode.DONE;
            }
            case AuditVerdict.Broken(Path at, long line, String fault) ->
                throw new CommandFailure(at + (line == 0 ? ": " : ":" + line + ": ") + fault);
        };
    }

    private String sentence(AuditVerdict.Whole whole) {
        String signed = switch (whole.signature()) {
            case NONE -> "not signed";
            case NOT_CHECKED -> "signature not checked; give --audit-key";
            case GOOD -> "signature good";
        };
        String open = whole.unsealed() == 0 ? "" : "; %d at the end not sealed".formatted(whole.unsealed());
        return "%s: whole, records %d to %d%s; %s".formatted(file, whole.first(), whole.last(), open, signed);
    }
}
