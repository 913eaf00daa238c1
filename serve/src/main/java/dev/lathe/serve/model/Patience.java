package dev.lathe.serve.model;

import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.HttpProblem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// How long a request is worked on: until its client leaves, or its time is over.
///
/// @param departure done when the client has left
/// @param end of its time, as `System.nanoTime` counts
public record Patience(CompletableFuture<Void> departure, long end) {
    private static final int RETRY_SECONDS = 5;

    public static Patience of(CompletableFuture<Void> departure, Duration time) {
        return new Patience(departure, System.nanoTime() + time.toNanos());
    }

    /// @throws HttpProblem if the client has left
    void requireClient() {
        if (departure.isDone()) {
            throw gone();
        }
    }

    /// @throws HttpProblem if the client leaves or the time ends before the answer is there
    <R> R await(CompletableFuture<R> answer) {
        try {
            CompletableFuture.anyOf(answer, departure).get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new HttpProblem(Fault.UNAVAILABLE, "no answer in time; ask for less, or later", RETRY_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpProblem(Fault.UNAVAILABLE, "stopped while it was answered", RETRY_SECONDS);
        }
        if (!answer.isDone()) {
            throw gone();
        }
        return answer.join();
    }

    private static HttpProblem gone() {
        return new HttpProblem(Fault.GONE, "the client has left");
    }
}
