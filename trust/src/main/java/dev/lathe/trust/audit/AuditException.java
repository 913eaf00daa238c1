package dev.lathe.trust.audit;

import java.io.IOException;

/// A log that cannot be gone on with. The message is one line, with the file and what to do.
public final class AuditException extends IOException {
    private static final long serialVersionUID = 1L;

    public AuditException(String message) {
        super(message);
    }
}
