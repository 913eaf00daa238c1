package dev.lathe.trust.federation;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.Unfinished;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.LocalTraining;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.values.Update;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A client that fine-tunes on data of its own. Between rounds it keeps nothing in memory: what its optimiser remembers is in a file, with
/// which a round can be done again.
///
/// Its learning rate goes by its own steps, of as many as all rounds ask for: those of rounds that it is not asked in are left at the end.
final class FineTunedClient implements FederatedClient {
    private final String name;
    private final FineTuning training;
    private final List<TrainingData> everyone;
    private final LocalWork work;
    private final Device device;
    private final Path memory;

    /// @param everyone the training data of all clients, whose labels the head knows
    /// @param memory directory for what its optimiser remembers
    FineTunedClient(String name, FineTuning training, List<TrainingData> everyone, LocalWork work, Device device, Path memory) {
        this.name = name;
        this.training = training;
        this.everyone = List.copyOf(everyone);
        this.work = work;
        this.device = device;
        this.memory = memory;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Update train(RoundOrder order) throws IOException {
        try (LocalTraining local = training.locally(everyone, device, TrainingListener.NONE)) {
            if (!local.layout().equals(order.layout())) {
                return new Update(name, local.examples(), local.layout(), local.values(), Double.NaN);
            }
            local.values(order.values());
            var kept = new ClientMemory(memory);
            Optional<ClientMemory.Last> last = kept.before(order.round());
            try (Unfinished next = kept.after(order.round())) {
                Path before = last.map(ClientMemory.Last::directory).orElse(memory);
                LocalTraining.Stand stand = local.train(
                        new LocalTraining.Memory(before, next.path(), memory.resolve("secret-numbers")), last.map(ClientMemory.Last::steps).orElse(0),
                        work.steps(local.stepsPerEpoch(), order.share()), work.proximal());
                kept.publish(next, stand.step(), last);
                return new Update(name, local.examples(), local.layout(), local.values(), stand.loss(), stand.epsilon());
            }
        }
    }
}
