package dev.lathe.trust.federation;

import dev.lathe.trust.federation.FederationPrivacy.Kind;
import dev.lathe.trust.federation.values.Aggregation;
import java.util.Locale;
import java.util.Optional;

/// How a federation goes on from round to round.
///
/// @param rounds at least 1
/// @param aggregation of the clients' values
/// @param participation probability of each client to be asked in a round, whatever the others do; more than 0 and at most 1
/// @param dropouts probability of each asked client to be gone before it has answered, 0 or more and less than 1
/// @param stragglers probability of each asked client to be slow: it does a part of its steps, by chance
/// @param minClients a round with fewer answers changes nothing; at least 1
/// @param faults what happens to a client whose answer does not do
/// @param seed of all that happens by chance
/// @param parallel clients that are asked at once, at least 1; each needs the memory of a training
/// @param secure that the server sees sums only; if empty, it sees each client's values
/// @param privacy that clients are hidden in the common model, if they are
public record FederationOptions(
        int rounds, Aggregation aggregation, double participation, double dropouts, double stragglers, int minClients, Faults faults,
        long seed, int parallel, Optional<SecureOptions> secure, Optional<FederationPrivacy> privacy) {
    /// What happens to a client whose answer does not do: other parameters, values that are not finite, none at all.
    public enum Faults {
        /// The federation ends.
        REFUSE,
        /// The round goes on without it, and the report says why.
        LEAVE_OUT;

        /// As a configuration has it: `leave-out`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public FederationOptions {
        atLeastOne("rounds", rounds);
        atLeastOne("min-clients", minClients);
        atLeastOne("parallel", parallel);
        if (!(participation > 0 && participation <= 1)) {
            throw new IllegalArgumentException("participation %s: needs more than 0 and at most 1".formatted(participation));
        }
        belowOne("dropouts", dropouts);
        belowOne("stragglers", stragglers);
        if (!(aggregation instanceof Aggregation.Mean)) {
            String rule = aggregation.word();
            secure.ifPresent(_ -> {
                throw new IllegalArgumentException(
                        "aggregation %s: looks at each client's values, of which 'secure' shows the sum only; give mean".formatted(rule));
            });
            if (isCentral(privacy)) {
                throw new IllegalArgumentException("aggregation %s: central privacy is counted for a mean; give mean".formatted(rule));
            }
        }
        if (isCentral(privacy) && minClients > 1) {
            throw new IllegalArgumentException("min-clients %d: whether a round counts would tell who took part; central privacy adds noise instead"
                    .formatted(minClients));
        }
        privacy.ifPresent(promise -> promise.plan(rounds, participation));
    }

    private static boolean isCentral(Optional<FederationPrivacy> privacy) {
        return privacy.isPresent() && privacy.get().kind() == Kind.CENTRAL;
    }

    /// Noise of the server, if it adds some.
    Optional<FederationPrivacy.Plan> central() {
        return isCentral(privacy) ? Optional.of(privacy.get().plan(rounds, participation)) : Optional.empty();
    }

    /// Noise of each client, if they add some.
    Optional<FederationPrivacy.Plan> local() {
        return privacy.filter(promise -> promise.kind() == Kind.LOCAL).map(promise -> promise.plan(rounds, participation));
    }

    /// Nothing hidden.
    public FederationOptions(
            int rounds, Aggregation aggregation, double participation, double dropouts, double stragglers, int minClients, Faults faults,
            long seed, int parallel) {
        this(rounds, aggregation, participation, dropouts, stragglers, minClients, faults, seed, parallel, Optional.empty(), Optional.empty());
    }

    public FederationOptions withSecure(SecureOptions value) {
        return new FederationOptions(rounds, aggregation, participation, dropouts, stragglers, minClients, faults, seed, parallel,
                Optional.of(value), privacy);
    }

    public FederationOptions withPrivacy(FederationPrivacy value) {
        return new FederationOptions(rounds, aggregation, participation, dropouts, stragglers, minClients, faults, seed, parallel, secure,
                Optional.of(value));
    }

    /// All clients in all rounds, their mean, and no fault.
    public static FederationOptions ofRounds(int rounds) {
        return new FederationOptions(rounds, new Aggregation.Mean(), 1, 0, 0, 1, Faults.REFUSE, 42, 1);
    }

    public FederationOptions withAggregation(Aggregation other) {
        return new FederationOptions(
                rounds, other, participation, dropouts, stragglers, minClients, faults, seed, parallel, secure, privacy);
    }

    public FederationOptions withFaults(Faults other) {
        return new FederationOptions(
                rounds, aggregation, participation, dropouts, stragglers, minClients, other, seed, parallel, secure, privacy);
    }

    public FederationOptions withParallel(int other) {
        return new FederationOptions(
                rounds, aggregation, participation, dropouts, stragglers, minClients, faults, seed, other, secure, privacy);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s %d: needs at least 1".formatted(name, value));
        }
    }

    private static void belowOne(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("%s %s: needs 0 or more and less than 1".formatted(name, value));
        }
    }
}
