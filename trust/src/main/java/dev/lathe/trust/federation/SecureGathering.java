package dev.lathe.trust.federation;

import dev.lathe.trust.federation.Asking.Answer;
import dev.lathe.trust.federation.Asking.Asked;
import dev.lathe.trust.federation.HiddenClient.Masked;
import dev.lathe.trust.federation.secure.HiddenSum;
import dev.lathe.trust.federation.secure.SumException;
import dev.lathe.trust.federation.values.Aggregation;
import dev.lathe.trust.federation.values.SumGrid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The server sees the sum of the clients' changes only. Clients that go away by chance do so when they have shared their secrets, where it costs most.
///
/// @param options of the federation
/// @param secure of the sums
/// @param grid of the changes
/// @param noise of the server, added to the sum
/// @param clients of the federation, all of them
record SecureGathering(FederationOptions options, SecureOptions secure, SumGrid grid, Optional<RoundNoise> noise, int clients) implements Gathering {
    private static HiddenClient hidden(Asked asked) {
        return (HiddenClient) asked.client();
    }

    /// What a member's answer does to the sum.
    @FunctionalInterface
    private interface Taking<T> {
        void take(Asked asked, T value);
    }

    @Override
    public Gathered gather(Asking asking, List<Asked> asked, List<Integer> going, RoundStart start, Faults faults) throws IOException {
        int round = asking.round();
        var sum = new HiddenSum("round " + round, secure.threshold(), start.values().length);
        try {
            List<Asked> there = step(asking, asked, faults, one -> hidden(one).keys(round, one.number(), secure.threshold()),
                    (_, keys) -> sum.keys(keys));
            there = step(asking, there, faults, one -> hidden(one).shares(sum.members()), (one, shares) -> sum.shares(one.number(), shares));
            going.stream().filter(there.stream().map(Asked::number).toList()::contains)
                    .forEach(number -> faults.leaveOut(PlainGathering.name(asked, number), GONE));
            there = there.stream().filter(one -> !going.contains(one.number())).toList();
            var weights = new ArrayList<Integer>();
            var spent = new ArrayList<Double>();
            List<Asked> taken = step(asking, there, faults,
                    one -> hidden(one).masked(start.order(round, one), grid, sum.sharesFor(one.number())), (one, masked) -> {
                        sum.masked(one.number(), masked.values());
                        weights.add(masked.examples());
                        masked.epsilon().ifPresent(spent::add);
                    });
            List<Integer> left = sum.left();
            // One that goes now is in the sum all the same.
            for (Answer<?> answer : asking.all(taken, one -> {
                var openings = hidden(one).open(left);
                synchronized (sum) {
                    sum.open(one.number(), openings);
                }
                return one;
            })) {
                if (answer.value().isEmpty() && options.faults() == FederationOptions.Faults.REFUSE) {
                    faults.leaveOut(answer.asked().client().name(), answer.fault());
                }
            }
            double weight = grid.weighed() ? weights.stream().mapToDouble(Integer::doubleValue).sum() : taken.size();
            return new Gathered(taken, combined(round, sum.total(), weight, taken.size(), start), Double.NaN,
                    spent.stream().mapToDouble(Double::doubleValue).max());
        } catch (SumException few) {
            return refused(few, asked, faults);
        }
    }

    private Optional<Aggregation.Combined> combined(int round, long[] total, double weight, int taken, RoundStart start) {
        if (noise.isPresent()) {
            return Optional.of(PlainGathering.noised(noise.get(), total, round, start, options, clients));
        }
        return taken < options.minClients() ? Optional.empty() : Optional.of(grid.moved(start.values(), total, weight));
    }

    /// A round without a sum.
    private Gathered refused(SumException few, List<Asked> asked, Faults faults) {
        if (options.faults() == FederationOptions.Faults.REFUSE) {
            throw new FederationException(few.getMessage());
        }
        asked.forEach(one -> faults.leaveOut(one.client().name(), few.getMessage()));
        return new Gathered(List.of(), Optional.empty(), Double.NaN, OptionalDouble.empty());
    }

    /// Asks and takes, and gives those that are still there.
    private static <T> List<Asked> step(Asking asking, List<Asked> asked, Faults faults, Asking.Question<T> question, Taking<T> taking)
            throws IOException {
        var there = new ArrayList<Asked>();
        for (Answer<T> answer : asking.all(asked, question)) {
            String fault = answer.fault();
            if (answer.value().isPresent()) {
                try {
                    taking.take(answer.asked(), answer.value().get());
                    there.add(answer.asked());
                    continue;
                } catch (SumException wrong) {
                    fault = String.valueOf(wrong.getMessage());
                }
            }
            faults.leaveOut(answer.asked().client().name(), fault);
        }
        return there;
    }
}
