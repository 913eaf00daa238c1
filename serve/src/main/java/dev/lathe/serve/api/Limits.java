package dev.lathe.serve.api;

import java.time.Duration;

/// How much is taken at once.
///
/// @param bodyBytes of one request; more is 413
/// @param inputs of one request; more is 413
/// @param requestTokens of one request; more is 413
/// @param requests that are in work at any time; more is 429
/// @param waitingTokens of all requests in work together; more is 429
/// @param waitingBytes of all bodies in work together; more is 429
/// @param time for one request; a later answer is 503
public record Limits(
        int bodyBytes, int inputs, int requestTokens, int requests, int waitingTokens, long waitingBytes, Duration time) {
    /// 8 MiB and 2,048 inputs (OpenAI's) and 262,144 tokens a request; 512 requests (text-embeddings-inference's), a million
    /// tokens and 256 MiB in work; a minute.
    public static final Limits USUAL =
            new Limits(8 << 20, 2048, 1 << 18, 512, 1 << 20, 256L << 20, Duration.ofMinutes(1));

    /// @throws IllegalArgumentException naming the one that is not positive
    public Limits {
        requirePositive("bodyBytes", bodyBytes);
        requirePositive("inputs", inputs);
        requirePositive("requestTokens", requestTokens);
        requirePositive("requests", requests);
        requirePositive("waitingTokens", waitingTokens);
        requirePositive("waitingBytes", waitingBytes);
        requirePositive("time", time.toMillis());
    }

    public Limits withInputs(int other) {
        return new Limits(bodyBytes, other, requestTokens, requests, waitingTokens, waitingBytes, time);
    }

    public Limits withBodyBytes(int other) {
        return new Limits(other, inputs, requestTokens, requests, waitingTokens, waitingBytes, time);
    }

    public Limits withRequestTokens(int other) {
        return new Limits(bodyBytes, inputs, other, requests, waitingTokens, waitingBytes, time);
    }

    public Limits withRequests(int other) {
        return new Limits(bodyBytes, inputs, requestTokens, other, waitingTokens, waitingBytes, time);
    }

    public Limits withTime(Duration other) {
        return new Limits(bodyBytes, inputs, requestTokens, requests, waitingTokens, waitingBytes, other);
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s %d: must be at least 1".formatted(name, value));
        }
    }
}
