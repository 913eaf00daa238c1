package dev.lathe.trust.federation;

import dev.lathe.trust.federation.Asking.Answer;
import dev.lathe.trust.federation.Asking.Asked;
import dev.lathe.trust.federation.values.Aggregation;
import dev.lathe.trust.federation.values.Update;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The server sees each client's values.
///
/// @param options what becomes of them
/// @param noise of the server, if it adds some
/// @param clients of the federation, all of them
record PlainGathering(FederationOptions options, Optional<RoundNoise> noise, int clients) implements Gathering {
    @Override
    public Gathered gather(Asking asking, List<Asked> asked, List<Integer> going, RoundStart start, Faults faults) throws IOException {
        going.forEach(number -> faults.leaveOut(name(asked, number), GONE));
        List<Asked> staying = asked.stream().filter(one -> !going.contains(one.number())).toList();
        List<Answer<Update>> answers = asking.all(staying, one -> {
            Update update = one.client().train(start.order(asking.round(), one));
            start.check().fault(update).ifPresent(fault -> {
                throw new FederationException(fault);
            });
            return update;
        });
        var taken = new ArrayList<Asked>();
        var updates = new ArrayList<Update>();
        for (Answer<Update> answer : answers) {
            if (answer.value().isEmpty()) {
                faults.leaveOut(answer.asked().client().name(), answer.fault());
            } else {
                taken.add(answer.asked());
                updates.add(answer.value().get());
            }
        }
        double weight = updates.stream().mapToDouble(Update::examples).sum();
        double loss = updates.stream().mapToDouble(update -> update.loss() * update.examples()).sum() / weight;
        OptionalDouble epsilon = updates.stream().flatMapToDouble(update -> update.epsilon().stream()).max();
        return new Gathered(taken, combined(asking.round(), updates, start), loss, epsilon);
    }

    static String name(List<Asked> asked, int number) {
        return asked.stream().filter(one -> one.number() == number).findFirst().orElseThrow().client().name();
    }

    private Optional<Aggregation.Combined> combined(int round, List<Update> updates, RoundStart start) {
        if (noise.isPresent()) {
            var sum = new long[start.values().length];
            for (Update update : updates) {
                long[] change = noise.get().grid().of(start.values(), update.values(), 1);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += change[i];
                }
            }
            return Optional.of(noised(noise.get(), sum, round, start, options, clients));
        }
        return updates.size() < Math.max(options.minClients(), options.aggregation().least())
                ? Optional.empty() : Optional.of(options.aggregation().of(updates));
    }

    /// The sum with noise, over the clients that a round has on average: how many it had tells of each.
    static Aggregation.Combined noised(RoundNoise noise, long[] sum, int round, RoundStart start, FederationOptions options, int clients) {
        noise.plan().requireWithin(round);
        noise.addTo(sum, round);
        return noise.grid().moved(start.values(), sum, options.participation() * clients);
    }
}
