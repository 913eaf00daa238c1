package dev.lathe.trust.federation;

import dev.lathe.Device;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a client is made of, wherever it runs: it fine-tunes, lies if it is to, adds noise if it is to, and masks when it is asked for masks.
///
/// @param name what reports call it
/// @param number among all clients, from 0
/// @param training base model, task, options and its data
/// @param known data whose labels the head knows
/// @param poison how it lies, if it does
/// @param work of a round
/// @param noise of its own, if it adds some
public record LocalClient(
        String name, int number, FineTuning training, List<TrainingData> known, Optional<Poison> poison, LocalWork work,
        Optional<FederationPrivacy.Plan> noise) {
    public LocalClient {
        known = List.copyOf(known);
    }

    /// @param memory directory of what it keeps between rounds
    public HiddenClient open(Device device, Path memory) {
        FederatedClient client = new FineTunedClient(name, training, known, work, device, memory);
        if (poison.isPresent()) {
            client = poison.get().on(client);
        }
        if (noise.isPresent()) {
            // A seed, which is for tests, gives each client its own.
            OptionalLong seed = noise.get().privacy().options().seed();
            client = new NoisyClient(client, noise.get(), memory, seed.isPresent() ? OptionalLong.of(seed.getAsLong() + 1 + number) : seed);
        }
        return new MaskingClient(client);
    }
}
