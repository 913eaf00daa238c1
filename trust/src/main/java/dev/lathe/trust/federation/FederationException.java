package dev.lathe.trust.federation;

/// A federation that cannot go on, or was set up so that it cannot begin. The message is one line and names the client.
public final class FederationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FederationException(String message) {
        super(message);
    }

    /// @param cause what a client met
    FederationException(String message, Throwable cause) {
        super(message, cause);
    }
}
