package dev.lathe.serve.model;

import dev.lathe.serve.http.HttpProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// Where requests wait for a model. A short one goes to the model's queue at once; of all others together no more than a slice's tokens
/// are there at any time, a slice of a request after the other in turn.
///
/// So a short request has at most the batches that run and one slice before it, however large the others are, and as the model's
/// queue is first in, first out, short ones never keep a slice waiting for more than those that came before it. There is no timer: a lone call is a
/// batch at once, and what comes while a batch runs is the next one (`CallQueue`).
public final class CallGate {
    /// Tokens of a slice: those of the largest batch.
    static final int SLICE = 2048;
    /// Tokens of a short request.
    static final int SHORT = 512;

    private final Room room = new Room(SLICE);
    private final AtomicInteger waiting = new AtomicInteger();

    /// Inputs that wait here or in the model's queue, or are being worked on.
    public int waiting() {
        return waiting.get();
    }

    /// Slices that wait for room.
    int awaiting() {
        return room.waiting();
    }

    /// The answers to a request's inputs, in their order. Whatever ends it, nothing of it stays in the queue.
    ///
    /// @throws HttpProblem if the client leaves, or the time is over
    public <R> List<R> answers(List<Call<R>> calls, Patience patience) {
        waiting.addAndGet(calls.size());
        try {
            if (tokens(calls) <= SHORT) {
                return submitted(calls, patience);
            }
            var answers = new ArrayList<R>();
            while (answers.size() < calls.size()) {
                answers.addAll(inTurn(slice(calls, answers.size()), patience));
            }
            return answers;
        } finally {
            waiting.addAndGet(-calls.size());
        }
    }

    private static long tokens(List<? extends Call<?>> calls) {
        return calls.stream().mapToLong(Call::tokens).sum();
    }

    private static <R> List<Call<R>> slice(List<Call<R>> calls, int from) {
        int to = from;
        long tokens = 0;
        while (to < calls.size() && (to == from || tokens + calls.get(to).tokens() <= SLICE)) {
            tokens += calls.get(to++).tokens();
        }
        return calls.subList(from, to);
    }

    private <R> List<R> inTurn(List<Call<R>> slice, Patience patience) {
        int size = (int) Math.min(SLICE, tokens(slice));
        CompletableFuture<Void> turn = room.enter(size);
        try {
            patience.await(turn);
            return submitted(slice, patience);
        } finally {
            room.leave(size, turn);
        }
    }

    private static <R> List<R> submitted(List<Call<R>> calls, Patience patience) {
        patience.requireClient();
        var futures = new ArrayList<CompletableFuture<R>>();
        try {
            calls.forEach(call -> futures.add(call.submit().get()));
            patience.await(CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)));
            return futures.stream().map(CompletableFuture::join).toList();
        } finally {
            // Of those that are answered this changes nothing.
            futures.forEach(future -> future.cancel(false));
        }
    }
}
