package dev.lathe.trust.provenance;

import java.io.IOException;

/// A key or a directory that cannot be signed or read. The message is one line, with the file and what to do.
public final class ProvenanceException extends IOException {
    private static final long serialVersionUID = 1L;

    public ProvenanceException(String message) {
        super(message);
    }

    ProvenanceException(String message, Throwable cause) {
        super(message, cause);
    }
}
