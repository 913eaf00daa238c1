package dev.lathe.bert.calls;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Packs the calls of many callers into batches, in the order in which they came.
///
/// One task works them off, or several at a time where that is allowed, and there is none while nothing waits. It takes what is queued, up to a
/// limit of sizes and what takes about 50 ms, and waits for no more to come: a lone call is a batch at once, and while a batch runs
/// the next one gathers. A future that is done before
/// its call has begun (cancelled, timed out) takes its call out of the queue. Each future completes on a virtual thread of its own, so that what its
/// caller does then holds up nobody, and may wait for further calls.
///
/// @param <Q> what is asked
/// @param <A> what comes of it
public final class CallQueue<Q, A> implements AutoCloseable {
    private final Work<Q, A> work;
    private final BatchBound bound;
    private final Workers workers;
    private final Executor executor;
    private final Supplier<? extends RuntimeException> closedProblem;
    private final CallOptions options;
    private final Set<Call<?>> waiting = new LinkedHashSet<>();
    private int running;
    private boolean closed;

    /// What is done with calls.
    ///
    /// @param size of a call, such as its tokens
    /// @param batch the answers to several calls, as many and in their order
    public record Work<Q, A>(ToIntFunction<Q> size, Function<List<Q>, List<A>> batch) {}

    /// @param limit sizes of a batch together at most, unless it is one call
    /// @param executor runs the task that works calls off; if it refuses, all that wait fail with what it threw
    /// @param closedProblem what calls fail with that come or wait when the queue closes
    public CallQueue(Work<Q, A> work, int limit, Executor executor, Supplier<? extends RuntimeException> closedProblem) {
        this(work, limit, executor, closedProblem, CallOptions.USUAL);
    }

    /// As above.
    ///
    /// @param options how many batches are at work at one time, and who hears of them
    public CallQueue(
            Work<Q, A> work, int limit, Executor executor, Supplier<? extends RuntimeException> closedProblem, CallOptions options) {
        this.work = work;
        bound = new BatchBound(limit);
        workers = new Workers(options.leastWorkers(), options.mostWorkers(), System.nanoTime());
        this.executor = executor;
        this.closedProblem = closedProblem;
        this.options = options;
    }

    private final class Call<R> {
        final Q question;
        private final Function<A, R> result;
        private final CompletableFuture<R> future = new CompletableFuture<>();
        private final long came = System.nanoTime();

        Call(Q question, Function<A, R> result) {
            this.question = question;
            this.result = result;
        }

        void answer(A answer) {
            Thread.startVirtualThread(() -> {
                try {
                    future.complete(result.apply(answer));
                } catch (RuntimeException | Error failure) {
                    future.completeExceptionally(failure);
                }
            });
        }

        void failLater(Throwable failure) {
            Thread.startVirtualThread(() -> future.completeExceptionally(failure));
        }
    }

    /// Queues a call.
    ///
    /// @param result makes of the answer what the caller wants
    /// @return what comes of it; failed if the queue is closed, or closes before the call has begun
    public <R> CompletableFuture<R> submit(Q question, Function<A, R> result) {
        var call = new Call<>(question, result);
        boolean further;
        synchronized (waiting) {
            if (closed) {
                return CompletableFuture.failedFuture(closedProblem.get());
            }
            waiting.add(call);
            further = running < workers.count();
            running += further ? 1 : 0;
        }
        call.future.whenComplete((_, _) -> forget(call));
        if (further) {
            start();
        }
        return call.future;
    }

    private void forget(Call<?> call) {
        synchronized (waiting) {
            waiting.remove(call);
        }
    }

    private void start() {
        try {
            executor.execute(this::workOff);
        } catch (RuntimeException | Error refusal) {
            // A machine that is out of threads says so by an Error; nobody may wait for ever because of it.
            List<Call<?>> refused;
            synchronized (waiting) {
                running--;
                refused = running == 0 ? takeAll() : List.of();
            }
            refused.forEach(call -> call.future.completeExceptionally(refusal));
        }
    }

    private void workOff() {
        for (List<Call<?>> batch = next(); !batch.isEmpty(); batch = next()) {
            run(batch);
        }
    }

    private void run(List<Call<?>> batch) {
        List<A> answers;
        try {
            long start = System.nanoTime();
            long size = batch.stream().mapToLong(call -> work.size().applyAsInt(call.question)).sum();
            long[] waited = batch.stream().mapToLong(call -> start - call.came).toArray();
            tellOfWorkers(start, waited);
            options.listener().begins(size, waited);
            answers = work.batch().apply(batch.stream().map(call -> call.question).toList());
            bound.took(size, System.nanoTime() - start);
        } catch (RuntimeException | Error failure) {
            batch.forEach(call -> call.failLater(failure));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer(answers.get(i));
        }
    }

    private void tellOfWorkers(long now, long... waited) {
        Optional<String> change;
        synchronized (waiting) {
            change = workers.begins(running, now, waited);
        }
        change.ifPresent(options.said());
    }

    /// The calls of the next batch; none, and the end of the task, if nothing waits.
    private List<Call<?>> next() {
        synchronized (waiting) {
            var batch = new ArrayList<Call<?>>();
            long most = bound.size();
            long size = 0;
            for (Iterator<Call<?>> calls = waiting.iterator(); calls.hasNext();) {
                Call<?> call = calls.next();
                size += work.size().applyAsInt(call.question);
                if (!batch.isEmpty() && size > most) {
                    break;
                }
                calls.remove();
                batch.add(call);
            }
            running -= batch.isEmpty() ? 1 : 0;
            return batch;
        }
    }

    private List<Call<?>> takeAll() {
        List<Call<?>> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /// Turns further calls away, and fails those that have not begun; those that have go on.
    @Override
    public void close() {
        List<Call<?>> left;
        synchronized (waiting) {
            closed = true;
            left = takeAll();
        }
        left.forEach(call -> call.future.completeExceptionally(closedProblem.get()));
    }
}
