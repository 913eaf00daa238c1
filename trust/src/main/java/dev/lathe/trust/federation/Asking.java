package dev.lathe.trust.federation;

import dev.lathe.trust.federation.secure.SumException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Asks the clients of a round, several at once, and keeps apart what one of them does wrong from what nobody can go on with.
///
/// @param threads as many as clients that are asked at once
record Asking(int round, ExecutorService threads) {
    /// A client of a round.
    ///
    /// @param number in the order of all clients
    /// @param share of the round's steps
    record Asked(int number, FederatedClient client, double share) {}

    /// Either what a client sent or why it sent nothing that does.
    record Answer<T>(Asked asked, Optional<T> value, String fault) {}

    /// What is asked.
    @FunctionalInterface
    interface Question<T> {
        /// @throws ArithmeticException if the client's training left the finite numbers
        /// @throws FederationException if it is gone or its answer does not do
        /// @throws SumException if its part of a secure sum does not do
        T answer(Asked asked) throws IOException;
    }

    /// @return answers in the order of those asked
    <T> List<Answer<T>> all(List<Asked> asked, Question<T> question) throws IOException {
        var running = new ArrayList<Future<Answer<T>>>();
        for (Asked one : asked) {
            running.add(threads.submit(() -> answer(one, question)));
        }
        var answers = new ArrayList<Answer<T>>();
        try {
            for (Future<Answer<T>> one : running) {
                answers.add(one.get());
            }
            return answers;
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException io -> throw io;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException("a client failed", failed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FederationException("round %d: interrupted".formatted(round), e);
        } finally {
            running.forEach(one -> one.cancel(true));
        }
    }

    private static <T> Answer<T> answer(Asked asked, Question<T> question) throws IOException {
        try {
            return new Answer<>(asked, Optional.of(question.answer(asked)), "");
        } catch (ArithmeticException | FederationException | SumException broken) {
            return new Answer<>(asked, Optional.empty(), String.valueOf(broken.getMessage()));
        }
    }
}
