package dev.lathe.tensor.cpu.threads;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The backend's worker threads: they share the jobs of one kernel call with the calling thread.
///
/// A call takes the workers that are idle, and runs on its own thread alone where there are none: many callers at once
/// keep all cores busy without waiting for each other. Callers that have [entered][#enter] a pass of many calls take no more
/// than their part of the threads, so that none of two passes at a time has all workers and the other none. Which thread runs a
/// job changes no result.
public final class Threads implements AutoCloseable {
    /// How long an idle worker watches for the next call before it sleeps: kernels follow each other closely.
    private static final long WATCH_NANOS = 100_000;

    private final Worker[] workers;
    private final AtomicInteger passes = new AtomicInteger();
    private final ScratchPool scratches;
    private volatile boolean closed;

    /// One job of a call.
    @FunctionalInterface
    public interface Job {
        /// @param scratch memory that is this job's alone while it runs
        void run(int index, Scratch scratch);
    }

    /// @param count threads that work at the same time, the caller's included
    public Threads(int count) {
        this(count, new ScratchPool());
    }

    /// @param scratches memory of jobs
    public Threads(int count, ScratchPool scratches) {
        this.scratches = scratches;
        workers = new Worker[count - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker("lathe-cpu-" + (i + 1));
            workers[i].start();
        }
    }

    public int count() {
        return workers.length + 1;
    }

    /// A pass begins: many calls that follow each other closely, to be [left][#leave] at its end.
    public void enter() {
        passes.incrementAndGet();
    }

    /// A pass ends.
    public void leave() {
        passes.decrementAndGet();
    }

    /// Threads that a call may have, its own included, while that many passes are at work.
    int part() {
        return Math.max(1, count() / Math.max(1, passes.get()));
    }

    /// Runs jobs `0..jobs-1` and returns when all are done. An error of a job is thrown here.
    public void run(int jobs, Job job) {
        int helpers = Math.min(jobs, part()) - 1;
        if (helpers < 1 || !shared(new Call(jobs, job), helpers)) {
            alone(jobs, job);
        }
    }

    private void alone(int jobs, Job job) {
        if (jobs > 0) {
            Scratch scratch = borrow();
            for (int i = 0; i < jobs; i++) {
                job.run(i, scratch);
            }
            giveBack(scratch);
        }
    }

    /// Scratch memory for a whole call; to be given back.
    public Scratch borrow() {
        return scratches.borrow();
    }

    public void giveBack(Scratch scratch) {
        scratches.giveBack(scratch);
    }

    /// @return false if no worker is idle, and nothing has been done
    private boolean shared(Call call, int helpers) {
        int taken = 0;
        int end = 0;
        var mine = new Worker[helpers];
        while (end < workers.length && taken < helpers) {
            Worker worker = workers[end++];
            if (worker.take()) {
                mine[taken++] = worker;
                worker.give(call);
            }
        }
        if (taken == 0) {
            return false;
        }
        try {
            call.work();
            call.await();
        } finally {
            for (int i = 0; i < taken; i++) {
                mine[i].release();
            }
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
        for (Worker worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    private final class Call {
        private final int jobs;
        private final Job job;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable RuntimeException exception;
        private volatile @Nullable Error error;

        Call(int jobs, Job job) {
            this.jobs = jobs;
            this.job = job;
        }

        void work() {
            if (next.get() >= jobs) {
                return;
            }
            // Before a job is taken: one that is taken must be counted as done, or the caller waits forever.
            Scratch scratch = borrow();
            for (int index = next.getAndIncrement(); index < jobs; index = next.getAndIncrement()) {
                try {
                    job.run(index, scratch);
                } catch (RuntimeException e) {
                    exception = e;
                } catch (Error e) {
                    error = e;
                }
                done.incrementAndGet();
            }
            giveBack(scratch);
        }

        void await() {
            for (int spins = 0; done.get() < jobs; spins++) {
                if (spins < 10_000) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
            Error fatal = error;
            if (fatal != null) {
                throw fatal;
            }
            RuntimeException failure = exception;
            if (failure != null) {
                throw failure;
            }
        }
    }

    private final class Worker extends Thread {
        private final AtomicBoolean taken = new AtomicBoolean();
        private volatile @Nullable Call given;
        private volatile boolean asleep;

        Worker(String name) {
            super(name);
            setDaemon(true);
        }

        /// @return whether it was idle, and is the caller's until [#release]
        boolean take() {
            return !taken.get() && taken.compareAndSet(false, true);
        }

        void give(Call call) {
            given = call;
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        void release() {
            given = null;
            taken.set(false);
        }

        @Override
        public void run() {
            Call last = null;
            while (!closed) {
                Call call = given;
                if (call != null && call != last) {
                    call.work();
                    last = call;
                } else {
                    watch(last);
                }
            }
        }

        private void watch(@Nullable Call last) {
            long start = System.nanoTime();
            while (nothingNew(last) && System.nanoTime() - start < WATCH_NANOS) {
                for (int i = 0; i < 32 && nothingNew(last); i++) {
                    Thread.onSpinWait();
                }
            }
            if (nothingNew(last)) {
                asleep = true;
                if (nothingNew(last)) {
                    LockSupport.park(this);
                }
                asleep = false;
            }
        }

        private boolean nothingNew(@Nullable Call last) {
            Call call = given;
            return !closed && (call == null || call == last);
        }
    }
}
