package dev.lathe.trust.federation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The course of a federation: each round asks clients, holds their answers against each other and moves the common values.
///
/// The same seed, clients and options give the same bits, however many clients are asked at once. It holds the values of all clients of a round.
public final class Federation {
    private static final double LEAST_PACE = 0.1;

    private final List<FederatedClient> clients;
    private final FederationOptions options;
    private final ServerStep step;
    private final Chance chance;

    /// Hears of every round, and may look at the common values after it.
    @FunctionalInterface
    public interface Listener {
        void done(RoundReport report, float[] values) throws IOException;
    }

    /// @param clients one or more, of different names; their order is that of all sums
    /// @param step used up by this federation
    public Federation(List<FederatedClient> clients, FederationOptions options, ServerStep step) {
        this.clients = List.copyOf(clients);
        this.options = options;
        this.step = step;
        this.chance = new Chance(options.seed());
        var names = new HashSet<String>();
        for (FederatedClient client : clients) {
            if (!names.add(client.name())) {
                throw new IllegalArgumentException("client '%s': is there twice".formatted(client.name()));
            }
        }
        if (options.minClients() > clients.size() || clients.isEmpty()) {
            throw new IllegalArgumentException("min-clients %d: there are %d clients".formatted(options.minClients(), clients.size()));
        }
    }

    /// An asked client's part of a round.
    ///
    /// @param number in the order of all clients
    private record Asked(int number, FederatedClient client, double share) {}

    /// Either what a client sent or why nothing of it counts.
    private record Answer(Asked asked, List<Update> update, String fault) {}

    /// Runs all rounds.
    ///
    /// @param layout what the values are: each parameter's name and shape
    /// @param initial common values of the beginning
    /// @return those of the end
    /// @throws FederationException if a client's answer does not do and none is to be left out
    public float[] run(List<String> layout, float[] initial, Listener listener) throws IOException {
        float[] values = initial.clone();
        var check = new UpdateCheck(layout, values.length);
        try (ExecutorService threads = Executors.newFixedThreadPool(options.parallel())) {
            for (int round = 1; round <= options.rounds(); round++) {
                listener.done(round(round, values, check, threads), values);
            }
        }
        return values;
    }

    private RoundReport round(int round, float[] values, UpdateCheck check, ExecutorService threads) throws IOException {
        var leftOut = new ArrayList<RoundReport.LeftOut>();
        List<Asked> asked = asked(round, leftOut);
        var taken = new ArrayList<Update>();
        var slow = new ArrayList<String>();
        for (Answer answer : answers(asked, round, values, check, threads)) {
            String name = answer.asked.client.name();
            if (answer.update.isEmpty()) {
                leaveOut(round, name, answer.fault, leftOut);
                continue;
            }
            taken.addAll(answer.update);
            if (answer.asked.share < 1) {
                slow.add(name);
            }
        }
        boolean enough = taken.size() >= Math.max(options.minClients(), options.aggregation().least());
        if (enough) {
            step.move(values, options.aggregation().of(taken));
        }
        double weight = taken.stream().mapToDouble(Update::examples).sum();
        double loss = taken.stream().mapToDouble(update -> update.loss() * update.examples()).sum() / weight;
        return new RoundReport(round, taken.stream().map(Update::client).toList(), slow, leftOut, enough, loss, OptionalDouble.empty());
    }

    /// Who is asked, and does not go away before answering.
    private List<Asked> asked(int round, List<RoundReport.LeftOut> leftOut) {
        var asked = new ArrayList<Asked>();
        for (int i = 0; i < clients.size(); i++) {
            if (!chance.happens(options.participation(), Chance.TAKEN, round, i)) {
                continue;
            }
            if (options.dropouts() > 0 && chance.happens(options.dropouts(), Chance.GONE, round, i)) {
                leftOut.add(new RoundReport.LeftOut(clients.get(i).name(), "gone in the middle of the round"));
                continue;
            }
            boolean slow = options.stragglers() > 0 && chance.happens(options.stragglers(), Chance.SLOW, round, i);
            double share = slow ? LEAST_PACE + (1 - LEAST_PACE) * chance.of(Chance.PACE, round, i) : 1;
            asked.add(new Asked(i, clients.get(i), share));
        }
        return asked;
    }

    private List<Answer> answers(
            List<Asked> asked, int round, float[] values, UpdateCheck check, ExecutorService threads) throws IOException {
        var running = new ArrayList<Future<Answer>>();
        for (Asked one : asked) {
            running.add(threads.submit(() -> answer(one, new RoundOrder(round, check.layout(), values, one.share), check)));
        }
        var answers = new ArrayList<Answer>();
        try {
            for (Future<Answer> one : running) {
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

    private static Answer answer(Asked asked, RoundOrder order, UpdateCheck check) throws IOException {
        try {
            Update update = asked.client.train(order);
            return check.fault(update).map(fault -> new Answer(asked, List.of(), fault))
                    .orElseGet(() -> new Answer(asked, List.of(update), ""));
        } catch (ArithmeticException | FederationException broken) {
            return new Answer(asked, List.of(), String.valueOf(broken.getMessage()));
        }
    }

    private void leaveOut(int round, String client, String fault, List<RoundReport.LeftOut> leftOut) {
        switch (options.faults()) {
            case REFUSE -> throw new FederationException("round %d: client '%s': %s".formatted(round, client, fault));
            case LEAVE_OUT -> leftOut.add(new RoundReport.LeftOut(client, fault));
        }
    }
}
