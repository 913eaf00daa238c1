package dev.lathe.trust.federation;

import java.util.Locale;

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
public record FederationOptions(
        int rounds, Aggregation aggregation, double participation, double dropouts, double stragglers, int minClients, Faults faults,
        long seed, int parallel) {
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
    }

    /// All clients in all rounds, their mean, and no fault.
    public static FederationOptions ofRounds(int rounds) {
        return new FederationOptions(rounds, new Aggregation.Mean(), 1, 0, 0, 1, Faults.REFUSE, 42, 1);
    }

    public FederationOptions withAggregation(Aggregation other) {
        return new FederationOptions(rounds, other, participation, dropouts, stragglers, minClients, faults, seed, parallel);
    }

    public FederationOptions withFaults(Faults other) {
        return new FederationOptions(rounds, aggregation, participation, dropouts, stragglers, minClients, other, seed, parallel);
    }

    public FederationOptions withParallel(int other) {
        return new FederationOptions(rounds, aggregation, participation, dropouts, stragglers, minClients, faults, seed, other);
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
