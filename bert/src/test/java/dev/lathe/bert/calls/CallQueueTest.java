package dev.lathe.bert.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
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

    private CallQueue<String, String> wide(int workers, CyclicBarrier together) {
        return new CallQueue<>(new CallQueue.Work<>(String::length, calls -> {
            try {
                together.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
            return calls;
        }), LIMIT, task -> Thread.ofPlatform().daemon().start(task), () -> new IllegalStateException("closed"),
                CallOptions.USUAL.withWorkers(workers, workers));
    }

    @Test
    void asManyBatchesAreAtWorkAtATimeAsThereAreWorkers() throws Exception {
        // Each batch waits for the other: one at a time would be a time-out.
        try (var two = wide(2, new CyclicBarrier(2))) {
            for (int round = 0; round < 5; round++) {
                var first = two.submit("first", a -> a);
                var second = two.submit("second", a -> a);
                assertEquals("first", get(first));
                assertEquals("second", get(second));
            }
        }
    }

    @Test
    void noMoreTasksStartThanThereAreWorkers() {
        try (var two = new CallQueue<String, String>(new CallQueue.Work<>(String::length, calls -> calls), LIMIT, tasks::add,
                () -> new IllegalStateException("closed"), CallOptions.USUAL.withWorkers(2, 2))) {
            for (int call = 0; call < 5; call++) {
                two.submit("a" + call, a -> a);
            }
            assertEquals(2, tasks.size());
            tasks.remove().run();
            tasks.remove().run();
            two.submit("b", a -> a);
            assertEquals(1, tasks.size(), "a lone call needs one");
        }
    }

    @Test
    void aLoadUnderWhichCallsWaitIsAnsweredByMoreWorkersAndSaid() throws Exception {
        var said = new LinkedBlockingQueue<String>();
        var options = new CallOptions(BatchListener.NONE, 1, 2, said::add);
        try (var elastic = new CallQueue<String, String>(new CallQueue.Work<>(String::length, calls -> {
            LockSupport.parkNanos(20_000_000);
            return calls;
        }), LIMIT, task -> Thread.ofPlatform().daemon().start(task), () -> new IllegalStateException("closed"), options)) {
            long end = System.nanoTime() + 30_000_000_000L;
            while (said.isEmpty() && System.nanoTime() < end) {
                var futures = IntStream.range(0, 6).mapToObj(i -> elastic.submit("call " + i, a -> a)).toList();
                for (var future : futures) {
                    get(future);
                }
            }
        }
        String line = said.poll(1, TimeUnit.SECONDS);
        assertTrue(line != null && line.matches("2 batches at a time: calls had to wait [0-9.]+ ms on average"), line);
    }
}
