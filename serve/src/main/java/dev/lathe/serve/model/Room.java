package dev.lathe.serve.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Room of a size that is shared out in the order in which it was asked for. Who asks waits by a future, and gives up by cancelling it:
/// a thread that waits for a semaphore would not notice that its client has left.
final class Room {
    private final Deque<Wish> waiting = new ArrayDeque<>();
    private int left;

    private record Wish(int size, CompletableFuture<Void> granted) {}

    Room(int size) {
        left = size;
    }

    /// @param size at most that of the room
    /// @return done when there is room, to be given back by [#leave]; to be cancelled by who no longer wants it
    CompletableFuture<Void> enter(int size) {
        var granted = new CompletableFuture<Void>();
        synchronized (waiting) {
            waiting.add(new Wish(size, granted));
        }
        share();
        return granted;
    }

    /// Gives up what was asked for, whether it was granted or not.
    void leave(int size, CompletableFuture<Void> granted) {
        if (granted.cancel(false)) {
            synchronized (waiting) {
                waiting.removeIf(wish -> wish.granted() == granted);
            }
        } else {
            synchronized (waiting) {
                left += size;
            }
        }
        share();
    }

    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private void share() {
        List<Wish> next = new ArrayList<>();
        synchronized (waiting) {
            while (!waiting.isEmpty() && waiting.peek().size() <= left) {
                Wish wish = waiting.remove();
                left -= wish.size();
                next.add(wish);
            }
        }
        // Outside: what follows runs in the thread that completes.
        for (Wish wish : next) {
            if (!wish.granted().complete(null)) {
                giveBack(wish);
            }
        }
    }

    /// Of one who gave up in the meantime.
    private void giveBack(Wish wish) {
        synchronized (waiting) {
            left += wish.size();
        }
        share();
    }
}
