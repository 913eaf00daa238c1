package dev.lathe.trust.federation;

import dev.lathe.train.privacy.SecretNumbers;
import dev.lathe.trust.federation.Asking.Asked;
import dev.lathe.trust.federation.Gathering.Gathered;
import dev.lathe.trust.federation.Gathering.RoundStart;
import dev.lathe.trust.federation.values.ServerStep;
import dev.lathe.trust.federation.values.SumGrid;
import dev.lathe.trust.federation.values.UpdateCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The course of a federation: each round asks clients, holds their answers against each other and moves the common values.
///
/// The same seed, clients and options give the same bits, however many clients are asked at once, and, if there is noise, the same secret. It holds the
/// values of all clients of a round.
public final class Federation {
    private static final double LEAST_PACE = 0.1;
    /// Of sums that are not hidden.
    private static final int GRID_BITS = 36;

    private final List<FederatedClient> clients;
    private final FederationOptions options;
    private final ServerStep step;
    private final Chance chance;
    private final Optional<RoundNoise> noise;
    private final Gathering gathering;
    private OptionalDouble spent = OptionalDouble.empty();

    /// Hears of every round, and may look at the common values after it.
    @FunctionalInterface
    public interface Listener {
        void done(RoundReport report, float[] values) throws IOException;
    }

    /// Without noise of the server.
    ///
    /// @param clients one or more, of different names; their order is that of all sums
    /// @param step used up by this federation
    public Federation(List<FederatedClient> clients, FederationOptions options, ServerStep step) {
        this(clients, options, step, Optional.empty());
    }

    /// @param secret of who is asked and of the server's noise, if it adds some
    Federation(List<FederatedClient> clients, FederationOptions options, ServerStep step, Optional<SecretNumbers> secret) {
        this.clients = options.secure().isPresent() ? clients.stream().<FederatedClient>map(HiddenClient::of).toList() : List.copyOf(clients);
        this.options = options;
        options.secure().ifPresent(secure -> requireMajority(secure, clients.size()));
        this.step = step;
        this.chance = new Chance(options.seed());
        Optional<FederationPrivacy.Plan> central = options.central();
        OptionalDouble norm = central.isPresent() ? OptionalDouble.of(central.get().privacy().options().clip()) : OptionalDouble.empty();
        this.noise = central.map(plan -> new RoundNoise(secret.orElseThrow(() -> new IllegalArgumentException("privacy: noise needs a secret")),
                plan, grid(options, norm)));
        this.gathering = options.secure().isEmpty() ? new PlainGathering(options, noise, clients.size())
                : new SecureGathering(options, options.secure().get(), grid(options, norm), noise, clients.size());
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

    /// Of fewer than that, two halves could be asked for different shares of one client.
    private static void requireMajority(SecureOptions secure, int clients) {
        if (2 * secure.threshold() <= clients || secure.threshold() > clients) {
            throw new IllegalArgumentException("secure: threshold %d of %d clients: needs more than half of them, and at most all".formatted(
                    secure.threshold(), clients));
        }
    }

    private static SumGrid grid(FederationOptions options, OptionalDouble norm) {
        return options.secure().map(secure -> secure.grid(norm)).orElseGet(() -> new SumGrid(norm, norm.orElse(1), GRID_BITS, false));
    }

    /// Runs all rounds.
    ///
    /// @param layout what the values are: each parameter's name and shape
    /// @param initial common values of the beginning
    /// @return those of the end
    /// @throws FederationException if a client's answer does not do and none is to be left out
    public float[] run(List<String> layout, float[] initial, Listener listener) throws IOException {
        return resume(layout, initial, List.of(), listener);
    }

    /// Runs the rounds that are left.
    ///
    /// @param now common values after those that are done
    /// @param done reports of those that are
    float[] resume(List<String> layout, float[] now, List<RoundReport> done, Listener listener) throws IOException {
        float[] values = now.clone();
        spent = done.isEmpty() ? OptionalDouble.empty() : done.getLast().epsilon();
        var check = new UpdateCheck(layout, values.length);
        try (ExecutorService threads = Executors.newFixedThreadPool(options.parallel())) {
            for (int round = done.size() + 1; round <= options.rounds(); round++) {
                listener.done(round(new Asking(round, threads), new RoundStart(check, values)), values);
            }
        }
        return values;
    }

    private RoundReport round(Asking asking, RoundStart start) throws IOException {
        int round = asking.round();
        var leftOut = new ArrayList<RoundReport.LeftOut>();
        List<Asked> asked = asked(round);
        List<Integer> going = asked.stream().map(Asked::number)
                .filter(number -> options.dropouts() > 0 && chance.happens(options.dropouts(), Chance.GONE, round, number)).toList();
        Gathered gathered = gathering.gather(asking, asked, going, start, (client, fault) -> leaveOut(round, client, fault, leftOut));
        gathered.combined().ifPresent(combined -> step.move(start.values(), combined));
        spent = spent(round, gathered.epsilon());
        List<String> names = gathered.taken().stream().map(one -> one.client().name()).toList();
        List<String> slow = gathered.taken().stream().filter(one -> one.share() < 1).map(one -> one.client().name()).toList();
        var report = new RoundReport(round, names, slow, leftOut, gathered.combined().isPresent(), gathered.loss(), spent);
        return noise.isPresent() ? report.hidden(options.participation() < 1) : report;
    }

    private OptionalDouble spent(int round, OptionalDouble told) {
        if (options.privacy().isPresent()) {
            return OptionalDouble.of(options.privacy().get().plan(options.rounds(), options.participation()).epsilonAfter(round));
        }
        return told.isPresent() ? OptionalDouble.of(Math.max(spent.orElse(0), told.getAsDouble())) : spent;
    }

    private List<Asked> asked(int round) {
        var asked = new ArrayList<Asked>();
        int[] drawn = noise.isEmpty() ? new int[0] : noise.get().secret().batch(round, clients.size(), options.participation());
        for (int i = 0; i < clients.size(); i++) {
            int number = i;
            boolean taken = noise.isPresent() ? Arrays.stream(drawn).anyMatch(one -> one == number)
                    : chance.happens(options.participation(), Chance.TAKEN, round, i);
            if (taken) {
                boolean slow = options.stragglers() > 0 && chance.happens(options.stragglers(), Chance.SLOW, round, i);
                asked.add(new Asked(i, clients.get(i), slow ? LEAST_PACE + (1 - LEAST_PACE) * chance.of(Chance.PACE, round, i) : 1));
            }
        }
        return asked;
    }

    private void leaveOut(int round, String client, String fault, List<RoundReport.LeftOut> leftOut) {
        boolean byChance = fault.equals(Gathering.GONE);
        if (options.faults() == FederationOptions.Faults.REFUSE && !byChance) {
            throw new FederationException("round %d: client '%s': %s".formatted(round, client, fault));
        }
        if (leftOut.stream().noneMatch(one -> one.client().equals(client))) {
            leftOut.add(new RoundReport.LeftOut(client, fault));
        }
    }
}
