package dev.lathe.serve.http;

import java.util.function.IntConsumer;

/// What a client sends behind the headers, read when it is asked for: a request that is turned away costs no memory.
@FunctionalInterface
public interface RequestBody {
    /// @param limit bytes at most
    /// @param memory told of each further part before it is kept; what it throws ends the reading
    /// @throws HttpProblem if there are more, or the client stops in the middle
    byte[] read(int limit, IntConsumer memory);

    /// A body that is there already.
    static RequestBody of(byte[] bytes) {
        return (limit, memory) -> {
            if (bytes.length > limit) {
                throw tooLarge(limit);
            }
            memory.accept(bytes.length);
            return bytes;
        };
    }

    static HttpProblem tooLarge(int limit) {
        return new HttpProblem(Fault.TOO_LARGE, "body: more than %d bytes".formatted(limit));
    }
}
