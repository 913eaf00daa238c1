package dev.lathe.serve.http;

import java.util.OptionalInt;

/// A request that is not answered as it was meant; the message is for the client, one line.
public final class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final int retryAfter;

    public HttpProblem(Fault fault, String message) {
        this(fault, message, 0);
    }

    /// @param retryAfter seconds after which another try may do; 0 for never
    public HttpProblem(Fault fault, String message, int retryAfter) {
        super(message, null, false, false);
        this.fault = fault;
        this.retryAfter = retryAfter;
    }

    /// What the JSON says and no model can do.
    public static HttpProblem invalid(String message) {
        return new HttpProblem(Fault.VALIDATION, message);
    }

    public Fault fault() {
        return fault;
    }

    /// Seconds after which another try may do.
    public OptionalInt retryAfter() {
        return retryAfter == 0 ? OptionalInt.empty() : OptionalInt.of(retryAfter);
    }
}
