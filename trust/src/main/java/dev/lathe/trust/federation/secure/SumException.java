package dev.lathe.trust.federation.secure;

/// A sum that cannot be had without showing its parts, or a message that does not belong to it. One line.
public final class SumException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SumException(String message) {
        super(message);
    }

    SumException(String message, Throwable cause) {
        super(message, cause);
    }
}
