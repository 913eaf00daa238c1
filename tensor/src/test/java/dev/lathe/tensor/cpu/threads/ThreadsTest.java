package dev.lathe.tensor.cpu.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void eachJobRunsOnce(int count) {
        try (var threads = new Threads(count)) {
            for (int jobs = 0; jobs < 200; jobs++) {
                var runs = new AtomicIntegerArray(jobs);
                threads.run(jobs, (i, scratch) -> runs.incrementAndGet(i));
                for (int i = 0; i < jobs; i++) {
                    assertEquals(1, runs.get(i), "job " + i + " of " + jobs);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void exceptionsOfJobsReachTheCaller(int count) {
        try (var threads = new Threads(count)) {
            for (int bad = 0; bad < 20; bad++) {
                int failing = bad;
                var failure = new IllegalStateException("job " + bad);
                var thrown = assertThrows(IllegalStateException.class, () -> threads.run(20, (i, scratch) -> {
                    if (i == failing) {
                        throw failure;
                    }
                }));
                assertSame(failure, thrown);
            }
            var runs = new AtomicIntegerArray(20);
            threads.run(20, (i, scratch) -> runs.incrementAndGet(i));
            assertEquals(1, runs.get(19), "works on after a failure");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void errorsOfJobsReachTheCallerToo(int count) {
        try (var threads = new Threads(count)) {
            var failure = new AssertionError("job 3");
            assertSame(failure, assertThrows(AssertionError.class, () -> threads.run(9, (i, scratch) -> {
                if (i == 3) {
                    throw failure;
                }
            })));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aJobMayRunJobs(int count) {
        try (var threads = new Threads(count)) {
            var runs = new AtomicIntegerArray(70);
            threads.run(7, (i, scratch) -> threads.run(10, (j, inner) -> runs.incrementAndGet(i * 10 + j)));
            for (int i = 0; i < 70; i++) {
                assertEquals(1, runs.get(i));
            }
        }
    }

    @Test
    void scratchOfNestedJobsIsNotShared() {
        try (var threads = new Threads(2)) {
            threads.run(8, (i, scratch) -> {
                float[] mine = scratch.floats(Scratch.Use.PARTIAL, 4);
                mine[0] = i;
                threads.run(3, (j, inner) -> inner.floats(Scratch.Use.PARTIAL, 4)[0] = -1);
                assertEquals(i, mine[0]);
            });
        }
    }

    @Test
    void worksOnItsOwnAfterClose() {
        var threads = new Threads(3);
        threads.close();
        var runs = new AtomicIntegerArray(5);
        threads.run(5, (i, scratch) -> runs.incrementAndGet(i));
        assertEquals(1, runs.get(4));
    }

    /// Each job waits until as many threads are at work as there should be, and says so by returning; a thread that is missing is a time-out.
    private static Set<Thread> atWork(Threads threads, int expected) {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        var together = new CyclicBarrier(expected);
        threads.run(expected, (_, _) -> {
            seen.add(Thread.currentThread());
            try {
                together.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        });
        return seen;
    }

    @Test
    @Timeout(120)
    void passesAtOneTimeDivideTheThreads() {
        try (var threads = new Threads(4)) {
            threads.enter();
            assertEquals(4, threads.part());
            assertEquals(4, atWork(threads, 4).size(), "one pass has all");
            threads.enter();
            assertEquals(2, threads.part());
            Set<Thread> first = ConcurrentHashMap.newKeySet();
            Set<Thread> second = ConcurrentHashMap.newKeySet();
            threads.run(2, (i, _) -> {
                first.add(Thread.currentThread());
                if (i == 0) {
                    second.addAll(atWork(threads, 2));
                }
            });
            assertEquals(2, second.size(), "another's call has a worker while one is taken");
            Set<Thread> all = ConcurrentHashMap.newKeySet();
            threads.run(50, (_, _) -> all.add(Thread.currentThread()));
            assertTrue(all.size() <= 2, () -> "more than its part: " + all);
            threads.leave();
            assertEquals(4, atWork(threads, 4).size(), "the other's part comes back");
            threads.leave();
            assertEquals(4, threads.part());
        }
    }

    @Test
    void morePassesThanThreadsRunAlone() {
        try (var threads = new Threads(2)) {
            for (int pass = 0; pass < 5; pass++) {
                threads.enter();
            }
            assertEquals(1, threads.part());
            Set<Thread> seen = ConcurrentHashMap.newKeySet();
            threads.run(50, (_, _) -> seen.add(Thread.currentThread()));
            assertEquals(Set.of(Thread.currentThread()), seen);
        }
    }

    @Test
    @Timeout(120)
    void manyCallersAtOnceRunEachJobOnce() throws InterruptedException {
        try (var threads = new Threads(3)) {
            var runs = new AtomicIntegerArray(4 * 300 * 9);
            var callers = new ArrayList<Thread>();
            for (int caller = 0; caller < 4; caller++) {
                int first = caller * 300 * 9;
                callers.add(Thread.ofPlatform().start(() -> {
                    for (int call = 0; call < 300; call++) {
                        int from = first + call * 9;
                        if (call % 3 == 0) {
                            threads.enter();
                        }
                        threads.run(9, (i, _) -> runs.incrementAndGet(from + i));
                        if (call % 3 == 0) {
                            threads.leave();
                        }
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            for (int i = 0; i < runs.length(); i++) {
                assertEquals(1, runs.get(i));
            }
        }
    }
}
