package dev.lathe.tensor.cpu.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
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
}
