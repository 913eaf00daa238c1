package dev.lathe.tensor.cpu.threads;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The backend's worker threads: they share the jobs of one kernel call with the calling thread.
///
/// When the workers are busy for another caller, a call runs on its own thread alone: many callers at once
/// keep all cores busy without waiting for each other. Which thread runs a job changes no result.
public final class Threads implements AutoCloseable {
    /// How long an idle worker watches for the next call before it sleeps: kernels follow each other closely.
    private static final long WATCH_NANOS = 100_000;

    private final Worker[] workers;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ScratchPool scratches;
    private volatile @Nullable Call current;
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

    /// Runs jobs `0..jobs-1` and returns when all are done. An error of a job is thrown here.
    public void run(int jobs, Job job) {
        if (jobs > 1 && workers.length > 0 && busy.compareAndSet(false, true)) {
            try {
                share(new Call(jobs, job));
            } finally {
                busy.set(false);
            }
        } else if (jobs > 0) {
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

    private void share(Call call) {
        current = call;
        for (Worker worker : workers) {
            worker.wake();
        }
        call.work();
        call.await();
        current = null;
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
        private volatile boolean asleep;

        Worker(String name) {
            super(name);
            setDaemon(true);
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            Call last = null;
            while (!closed) {
                Call call = current;
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
            Call call = current;
            return !closed && (call == null || call == last);
        }
    }
}
