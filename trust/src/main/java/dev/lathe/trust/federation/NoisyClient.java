package dev.lathe.trust.federation;

import dev.lathe.train.privacy.SecretNumbers;
import dev.lathe.trust.federation.values.Aggregation;
import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.values.SumGrid;
import dev.lathe.trust.federation.values.Update;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A client that hides its change before it sends it: clipped as a whole, and noise on each value.
///
///     sent = before + change min(1, clip / |change|) + σ clip z       z standard normal
///
/// Change and noise are whole multiples of `2^-40` before they meet, so that the low digits of a float tell nothing (the weakness of Mironov, 2012).
final class NoisyClient implements FederatedClient {
    private static final int BITS = 40;

    private final FederatedClient client;
    private final FederationPrivacy.Plan plan;
    private final Path memory;
    private final OptionalLong seed;

    /// @param memory directory of the secret that the noise comes from
    /// @param seed of the noise, for tests
    NoisyClient(FederatedClient client, FederationPrivacy.Plan plan, Path memory, OptionalLong seed) {
        this.client = client;
        this.plan = plan;
        this.memory = memory;
        this.seed = seed;
    }

    @Override
    public String name() {
        return client.name();
    }

    @Override
    public Update train(RoundOrder order) throws IOException {
        plan.requireWithin(order.round());
        Update update = client.train(order);
        if (!update.layout().equals(order.layout()) || update.values().length != order.values().length) {
            return update;
        }
        double clip = plan.privacy().options().clip();
        var grid = new SumGrid(OptionalDouble.of(clip), clip, BITS, false);
        long[] change = grid.of(order.values(), update.values(), 1);
        Files.createDirectories(memory);
        new RoundNoise(SecretNumbers.kept(memory.resolve("noise-secret"), seed), plan, grid).addTo(change, order.round());
        var values = new float[change.length];
        Aggregation.Combined sent = grid.moved(order.values(), change, 1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) sent.at(i);
        }
        // A loss would tell of its data.
        return new Update(name(), update.examples(), update.layout(), values, Double.NaN);
    }
}
