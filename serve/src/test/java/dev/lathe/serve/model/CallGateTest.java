package dev.lathe.serve.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.HttpProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallGateTest {
    private static final Patience LONG = Patience.of(new CompletableFuture<>(), Duration.ofMinutes(10));

    /// What the model's queue has been given, to be answered by the test.
    private final BlockingQueue<Given> given = new LinkedBlockingQueue<>();
    private final CallGate gate = new CallGate();

    private record Given(String name, CompletableFuture<String> future) {
        void answer() {
            future.complete(name);
        }
    }

    private List<Call<String>> calls(String name, int count, int tokens) {
        return IntStream.range(0, count).mapToObj(i -> new Call<>(tokens, () -> {
            var future = new CompletableFuture<String>();
            given.add(new Given(name + i, future));
            return future;
        })).toList();
    }

    private CompletableFuture<List<String>> ask(List<Call<String>> calls, Patience patience) {
        var answers = new CompletableFuture<List<String>>();
        Thread.startVirtualThread(() -> {
            try {
                answers.complete(gate.answers(calls, patience));
            } catch (RuntimeException e) {
                answers.completeExceptionally(e);
            }
        });
        return answers;
    }

    private Given next() throws InterruptedException {
        return Objects.requireNonNull(given.poll(30, TimeUnit.SECONDS), "nothing was given to the model");
    }

    @Test
    void aLargeRequestComesInSlicesAndAShortOnePassesIt() throws InterruptedException {
        var bulk = ask(calls("bulk", 6, 1000), LONG);
        Given first = next();
        Given second = next();
        assertTrue(given.isEmpty(), "a slice is two of a thousand tokens");
        var shortOne = ask(calls("short", 1, 20), LONG);
        Given passed = next();
        assertEquals("short0", passed.name());
        passed.answer();
        assertEquals(List.of("short0"), shortOne.join());
        first.answer();
        second.answer();
        for (int i = 2; i < 6; i++) {
            Given more = next();
            assertEquals("bulk" + i, more.name());
            more.answer();
        }
        assertEquals(List.of("bulk0", "bulk1", "bulk2", "bulk3", "bulk4", "bulk5"), bulk.join());
        assertEquals(0, gate.waiting());
    }

    @Test
    void largeRequestsTakeTurns() throws InterruptedException {
        var one = ask(calls("a", 3, 2000), LONG);
        Given running = next();
        var other = ask(calls("b", 3, 2000), LONG);
        // The second waits for room before the first has its next slice answered.
        while (gate.awaiting() == 0) {
            Thread.onSpinWait();
        }
        var order = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            order.add(running.name());
            running.answer();
            if (i < 5) {
                running = next();
            }
        }
        one.join();
        other.join();
        assertEquals("a0", order.getFirst());
        assertEquals("b0", order.get(1), () -> "by turns: " + order);
        var sorted = new ArrayList<>(order);
        Collections.sort(sorted);
        assertEquals(List.of("a0", "a1", "a2", "b0", "b1", "b2"), sorted);
    }

    @Test
    void oneInputOfMoreThanASliceIsASlice() throws InterruptedException {
        var huge = ask(calls("huge", 1, 100_000), LONG);
        next().answer();
        assertEquals(List.of("huge0"), huge.join());
    }

    @Test
    void aClientThatLeavesTakesItsCallsWithIt() throws InterruptedException {
        var departure = new CompletableFuture<Void>();
        var left = ask(calls("left", 4, 1000), Patience.of(departure, Duration.ofMinutes(1)));
        Given first = next();
        Given second = next();
        departure.complete(null);
        assertEquals(Fault.GONE, problem(left).fault());
        assertTrue(first.future().isCancelled() && second.future().isCancelled(), "what waits is taken out of the queue");
        assertTrue(given.isEmpty(), "the rest is never asked");
        assertEquals(0, gate.waiting());
        var next = ask(calls("next", 2, 1000), LONG);
        next().answer();
        next().answer();
        assertEquals(2, next.join().size(), "its room is free again");
    }

    @Test
    void aClientThatLeavesWhileItWaitsForRoomGivesItsTurnAway() throws InterruptedException {
        var first = ask(calls("first", 1, 2000), LONG);
        Given running = next();
        var departure = new CompletableFuture<Void>();
        var left = ask(calls("left", 1, 2000), Patience.of(departure, Duration.ofMinutes(1)));
        while (gate.awaiting() == 0) {
            Thread.onSpinWait();
        }
        departure.complete(null);
        assertEquals(Fault.GONE, problem(left).fault());
        assertEquals(0, gate.awaiting());
        var late = ask(calls("late", 1, 2000), Patience.of(new CompletableFuture<>(), Duration.ofMillis(10)));
        assertEquals(Fault.UNAVAILABLE, problem(late).fault());
        running.answer();
        first.join();
        var last = ask(calls("last", 1, 2048), LONG);
        next().answer();
        assertEquals(List.of("last0"), last.join(), "all the room is there again");
    }

    @Test
    void timeEndsAndFailuresAreTheCallers() throws InterruptedException {
        var late = ask(calls("late", 1, 10), Patience.of(new CompletableFuture<>(), Duration.ofMillis(20)));
        Given stuck = next();
        assertEquals(Fault.UNAVAILABLE, problem(late).fault());
        assertTrue(stuck.future().isCancelled());
        var failing = ask(calls("failing", 2, 10), LONG);
        next().future().completeExceptionally(new IllegalStateException("closed"));
        next().answer();
        assertEquals("closed", assertThrows(CompletionException.class, failing::join).getCause().getMessage());
    }

    private static HttpProblem problem(CompletableFuture<?> answers) {
        return (HttpProblem) assertThrows(CompletionException.class, answers::join).getCause();
    }
}
