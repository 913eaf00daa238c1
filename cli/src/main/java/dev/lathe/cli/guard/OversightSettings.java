package dev.lathe.cli.guard;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.serve.api.AuditTrail;
import dev.lathe.serve.api.Oversight;
import dev.lathe.serve.api.Reviewing;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.trust.audit.AuditKey;
import dev.lathe.trust.audit.AuditLog;
import dev.lathe.trust.audit.AuditOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What happens to a server's requests beside being answered.
public final class OversightSettings {
    @Mixin
    private MaskSettings masks = new MaskSettings();

    @Option(names = "--audit-log", paramLabel = "FILE",
            description = "Note down who asked which model when, and what it decided, without texts; 'lathe audit verify' checks it.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--audit-required", description = "Answer nothing (503) that cannot be noted down.")
    private boolean isRequired;

    @Option(names = "--audit-key", paramLabel = "FILE",
            description = "Sign the log's end with this key, 64 hexadecimal digits: 'openssl rand -hex 32'.")
    private Optional<Path> key = Optional.empty();

    @Option(names = "--audit-sync", paramLabel = "each|second",
            description = "When a record is safe on the disk: before its answer leaves, or within a second; default each.")
    private AuditOptions.Sync sync = AuditOptions.Sync.EACH;

    @Option(names = "--audit-retain", paramLabel = "DAYS", description = "Remove records that are older; default none.")
    private Optional<Integer> days = Optional.empty();

    @Mixin
    private ReviewArguments reviews = new ReviewArguments();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// What is open as long as the server is.
    ///
    /// @param oversight for the server
    /// @param hashes of models that the audit log and the review queue know; no model is kept for its sake
    /// @param closing what to close behind it
    public record Opened(Oversight oversight, Map<ServedModel, String> hashes, Closing closing) implements AutoCloseable {
        /// A model that was opened now, so that what is noted of it names what it is.
        public void knows(ServedModel model, ModelDirectory directory) throws IOException {
            if (oversight.trail().isPresent() || oversight.reviewing().isPresent()) {
                hashes.put(model, AuditArgument.hash(directory));
            }
        }

        @Override
        public void close() throws IOException {
            closing.close();
        }
    }

    /// Closes what is open.
    @FunctionalInterface
    public interface Closing {
        void close() throws IOException;
    }

    /// @throws ParameterException if options are missing that others need
    public Opened open(Set<String> models, Device device, Surroundings surroundings) throws IOException {
        if (file.isEmpty() && (isRequired || key.isPresent() || days.isPresent() || sync != AuditOptions.Sync.EACH)) {
            throw new ParameterException(spec.commandLine(), "--audit-required, --audit-key, --audit-sync, --audit-retain: need --audit-log");
        }
        if (days.isPresent() && days.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--audit-retain %d: must be at least 1".formatted(days.get()));
        }
        reviews.check();
        MaskSettings.Opened masked = masks.open(models, device, surroundings);
        boolean opened = false;
        try {
            Map<ServedModel, String> hashes = Collections.synchronizedMap(new WeakHashMap<>());
            Opened all = file.isPresent() ? audited(hashes, surroundings, masked) : new Opened(
                    Oversight.NONE.withMasking(masked.masking()), hashes, masked::close);
            all = reviews.isGiven() ? reviewed(all) : all;
            opened = true;
            return all;
        } finally {
            if (!opened) {
                masked.close();
            }
        }
    }

    private Opened reviewed(Opened all) throws IOException {
        var reviewing = new Reviewing(reviews.open(), reviews.rule(), reviews.keepsTexts(), model -> all.hashes().getOrDefault(model, ""));
        return new Opened(all.oversight().withReviewing(reviewing), all.hashes(), all.closing());
    }

    private Opened audited(Map<ServedModel, String> hashes, Surroundings surroundings, MaskSettings.Opened masked) throws IOException {
        AuditLog log = AuditLog.open(file.orElseThrow(), options());
        var trail = new AuditTrail(log, isRequired, model -> hashes.getOrDefault(model, ""), surroundings::say);
        return new Opened(Oversight.NONE.withMasking(masked.masking()).withTrail(trail), hashes, () -> {
            masked.close();
            log.close();
        });
    }

    private AuditOptions options() throws IOException {
        var options = AuditOptions.USUAL.withSync(sync);
        if (key.isPresent()) {
            options = options.withKey(AuditKey.read(key.get()));
        }
        return days.isPresent() ? options.withRetained(Duration.ofDays(days.get())) : options;
    }
}
