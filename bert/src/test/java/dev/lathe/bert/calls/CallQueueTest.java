package dev.lathe.bert.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallQueueTest {
    private static final int LIMIT = 10;

    /// Tasks that the test runs when it wants to.
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final List<List<String>> batches = new ArrayList<>();
    private final CallQueue<String, String> queue = queue(calls -> calls.stream().map(String::toUpperCase).toList());

    private CallQueue<String, String> queue(Function<List<String>, List<String>> answers) {
        return new CallQueue<>(new CallQueue.Work<>(String::length, calls -> {
            batches.add(calls);
            return answers.apply(calls);
        }), LIMIT, tasks::add, () -> new IllegalStateException("closed"));
    }

    private CompletableFuture<String> submit(String question) {
        return queue.submit(question, answer -> answer + "!");
    }

    private static <R> R get(CompletableFuture<R> future) throws InterruptedException, TimeoutException, ExecutionException {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return assertThrows(ExecutionException.class, () -> get(future)).getCause();
    }

    @Test
    void whatIsQueuedIsPackedUpToTheLimitInTheOrderItCame() throws Exception {
        var futures = List.of("aaaa", "bbbbb", "c", "d", "much too long for one", "e").stream().map(this::submit).toList();
        assertEquals(1, tasks.size(), "one task for all");
        tasks.remove().run();
        assertEquals(List.of(
                List.of("aaaa", "bbbbb", "c"), List.of("d"), List.of("much too long for one"), List.of("e")), batches);
        assertEquals("BBBBB!", get(futures.get(1)));
        assertEquals("E!", get(futures.get(5)));
    }

    @Test
    void aTaskStartsAgainWhenTheLastHasEnded() throws Exception {
        submit("a");
        tasks.remove().run();
        var later = submit("b");
        tasks.remove().run();
        assertEquals("B!", get(later));
    }

    @Test
    void aFutureThatIsCancelledBeforeItBeginsTakesItsCallOut() throws Exception {
        var first = submit("first");
        var second = submit("second");
        assertTrue(first.cancel(false));
        tasks.remove().run();
        assertEquals(List.of(List.of("second")), batches);
        assertEquals("SECOND!", get(second));
        assertThrows(CancellationException.class, first::join);
    }

    @Test
    void anExecutorThatRefusesFailsWhatWaitsAndNothingHangs() throws Exception {
        var refusal = new RejectedExecutionException("full");
        var refuses = new boolean[] {true};
        try (var other = new CallQueue<String, String>(new CallQueue.Work<>(String::length, calls -> calls), LIMIT, task -> {
            if (refuses[0]) {
                throw refusal;
            }
            tasks.add(task);
        }, () -> new IllegalStateException("closed"))) {
            assertSame(refusal, failure(other.submit("a", a -> a)));
            refuses[0] = false;
            var later = other.submit("b", a -> a);
            tasks.remove().run();
            assertEquals("b", get(later));
        }
    }

    @Test
    void closingFailsWhatWaitsAndWhatComes() {
        var waiting = submit("a");
        queue.close();
        assertEquals("closed", failure(waiting).getMessage());
        assertEquals("closed", failure(submit("b")).getMessage());
        tasks.remove().run();
        assertEquals(List.of(), batches);
    }

    @Test
    void aBatchThatFailsFailsItsCallsAndNoOthers() throws Exception {
        var failing = queue(calls -> {
            if (calls.contains("bad")) {
                throw new ArithmeticException("bad");
            }
            return calls;
        });
        var bad = failing.submit("bad", a -> a);
        var beside = failing.submit("beside", a -> a);
        var later = failing.submit("later", a -> a);
        tasks.remove().run();
        assertEquals("bad", failure(bad).getMessage());
        assertEquals("bad", failure(beside).getMessage());
        assertEquals("later", get(later));
    }

    @Test
    void aResultThatFailsIsItsOwnCallsAlone() throws Exception {
        var bad = queue.<String>submit("a", _ -> {
            throw new ArithmeticException("result");
        });
        var good = submit("b");
        tasks.remove().run();
        assertEquals("result", failure(bad).getMessage());
        assertEquals("B!", get(good));
    }

    @Test
    void whatFollowsAFutureMayWaitForAnother() throws Exception {
        try (var own = new CallQueue<String, String>(new CallQueue.Work<>(String::length, calls -> calls), LIMIT,
                task -> Thread.ofPlatform().daemon().start(task), () -> new IllegalStateException("closed"))) {
            var chained = IntStream.range(0, 20)
                    .mapToObj(i -> own.submit("a" + i, a -> a).thenApply(a -> own.submit(a + "b", b -> b).join()))
                    .toList();
            for (int i = 0; i < chained.size(); i++) {
                assertEquals("a" + i + "b", get(chained.get(i)));
            }
        }
    }

    @Test
    void callsOfAMomentWhileABatchRunsAreTheNextBatch() throws Exception {
        var futures = new ArrayList<CompletableFuture<String>>();
        var feeding = new boolean[] {true};
        var holder = new ArrayList<CallQueue<String, String>>();
        var feeder = queue(calls -> {
            if (feeding[0]) {
                feeding[0] = false;
                for (String call : List.of("b", "c", "d")) {
                    futures.add(holder.getFirst().submit(call, a -> a));
                }
            }
            return calls;
        });
        holder.add(feeder);
        futures.add(feeder.submit("a", a -> a));
        tasks.remove().run();
        assertEquals(List.of(List.of("a"), List.of("b", "c", "d")), batches);
        assertFalse(feeding[0]);
        for (var future : futures) {
            get(future);
        }
    }
}
