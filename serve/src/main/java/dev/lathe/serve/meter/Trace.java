package dev.lathe.serve.meter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What one request cost. For one thread.
public final class Trace {
    private static final long NANOS_A_MILLI = 1_000_000;

    private final long start = System.nanoTime();
    private int inputs;
    private long characters;
    private long tokens;
    private long tokenization;
    private long inference;
    private Optional<String> model = Optional.empty();

    /// Adds inputs that were tokenised.
    ///
    /// @param nanos that it took
    public void tokenized(int count, long read, long nanos) {
        inputs += count;
        tokens += read;
        tokenization += nanos;
    }

    /// Which of several models that share a name it was.
    public void answeredBy(String name) {
        model = Optional.of(name);
    }

    public void characters(long count) {
        characters += count;
    }

    /// Adds time from the gate to the answers.
    public void inferred(long nanos) {
        inference += nanos;
    }

    public int inputs() {
        return inputs;
    }

    public long tokens() {
        return tokens;
    }

    /// Nanoseconds since the request came.
    public long total() {
        return System.nanoTime() - start;
    }

    public long tokenization() {
        return tokenization;
    }

    public long inference() {
        return inference;
    }

    /// What text-embeddings-inference tells clients of it, in milliseconds and counts.
    public Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("x-compute-type", "lathe");
        headers.put("x-compute-time", millis(total()));
        headers.put("x-compute-tokens", String.valueOf(tokens));
        headers.put("x-compute-characters", String.valueOf(characters));
        headers.put("x-total-time", millis(total()));
        headers.put("x-tokenization-time", millis(tokenization));
        headers.put("x-inference-time", millis(inference));
        model.ifPresent(name -> headers.put("x-lathe-model", name));
        return headers;
    }

    private static String millis(long nanos) {
        return String.valueOf(nanos / NANOS_A_MILLI);
    }
}
