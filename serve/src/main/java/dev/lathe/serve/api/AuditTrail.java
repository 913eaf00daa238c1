package dev.lathe.serve.api;

import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.trust.audit.AuditLog;
import dev.lathe.trust.audit.AuditRecord;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/// Puts every request to a model, and every one that is turned away for who asks, into an audit log before its answer leaves.
///
/// @param log stays open when the server closes
/// @param isRequired whether a request that cannot be put there is not answered
/// @param modelHash the hash of a model, of this one and not of what has its name by now; empty if it has none
/// @param told of a log that cannot be written, once until it can
/// @param isFailing for one trail only
public record AuditTrail(AuditLog log, boolean isRequired, Function<ServedModel, String> modelHash, Consumer<String> told, AtomicBoolean isFailing) {
    private static final int RETRY_SECONDS = 5;

    public AuditTrail(AuditLog log, boolean isRequired, Function<ServedModel, String> modelHash, Consumer<String> told) {
        this(log, isRequired, modelHash, told, new AtomicBoolean());
    }

    /// @param route its path
    /// @throws HttpProblem if it cannot be put there and must be
    void add(Deed deed, String route, int status) {
        String hash = deed.model().map(modelHash).orElse("");
        try {
            log.append(new AuditRecord(deed.who(), route, deed.modelName(), hash, deed.decision(), status));
            isFailing.set(false);
        } catch (IOException e) {
            if (!isFailing.getAndSet(true)) {
                told.accept("the audit log cannot be written: %s; requests are %s".formatted(
                        e.getMessage(), isRequired ? "refused" : "answered without it"));
            }
            if (isRequired) {
                throw new HttpProblem(Fault.UNAVAILABLE, "no answer, as the audit log cannot be written", RETRY_SECONDS);
            }
        }
    }
}
