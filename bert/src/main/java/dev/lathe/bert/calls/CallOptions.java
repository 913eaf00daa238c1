package dev.lathe.bert.calls;

import java.util.function.Consumer;

/// How a queue works its calls off, and who hears of it.
///
/// @param listener hears of each batch
/// @param leastWorkers batches that may be at work at one time however little there is to do, at least 1
/// @param mostWorkers as above, however much
/// @param said told in a sentence when that number changes, and why
public record CallOptions(BatchListener listener, int leastWorkers, int mostWorkers, Consumer<String> said) {
    /// A batch at a time, and nobody hears of it.
    public static final CallOptions USUAL = new CallOptions(BatchListener.NONE, 1, 1, _ -> {});

    /// @throws IllegalArgumentException if there is no worker, or the least are more than the most
    public CallOptions {
        if (leastWorkers < 1 || mostWorkers < leastWorkers) {
            throw new IllegalArgumentException("workers %d..%d: needs at least 1, and the second no less than the first".formatted(
                    leastWorkers, mostWorkers));
        }
    }

    /// The same with another listener.
    public CallOptions withListener(BatchListener other) {
        return new CallOptions(other, leastWorkers, mostWorkers, said);
    }

    /// The same with other bounds of batches at one time.
    public CallOptions withWorkers(int least, int most) {
        return new CallOptions(listener, least, most, said);
    }

    /// The same, telling of changes.
    public CallOptions withSaid(Consumer<String> other) {
        return new CallOptions(listener, leastWorkers, mostWorkers, other);
    }
}
