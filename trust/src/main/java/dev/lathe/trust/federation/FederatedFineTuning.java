package dev.lathe.trust.federation;

import dev.lathe.Device;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.privacy.SecretNumbers;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.LocalTraining;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import dev.lathe.trust.federation.values.ServerStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Fine-tunes one model with several clients, each on its own data, and writes an ordinary model directory, `metrics.jsonl` with a line a round,
/// and `federation.json`. A run that was killed goes on after its last whole round and ends in the same bytes.
///
/// With clients in this process it is a simulation: it shows what a federation learns, and what its clients would tell. With one client it gives the
/// bytes of `FineTuning`.
public final class FederatedFineTuning {
    private final FineTuning common;
    private final List<TrainingData> known;
    private final List<String> names;
    private final Clients clients;
    private final LocalWork work;
    private final FederationOptions options;
    private final ServerStep step;

    /// A client in this process.
    ///
    /// @param name what reports call it
    /// @param training base model, task, options and its data; as many epochs or steps as all rounds ask for. Test data is evaluated of the
    ///     first client's, after each round
    /// @param poison how it lies, if it does
    public record Party(String name, FineTuning training, Optional<Poison> poison) {}

    /// Where the clients are.
    @FunctionalInterface
    public interface Clients {
        /// @param layout what their values are
        /// @param values how many
        /// @param folder for what they keep between rounds, if they are in this process
        List<FederatedClient> open(List<String> layout, int values, Device device, Path folder) throws IOException;
    }

    /// What came of it.
    ///
    /// @param rounds what happened
    /// @param evaluation of the last round, if there is test data
    /// @param finishedBefore whether there was nothing to resume
    public record Result(List<RoundReport> rounds, Optional<Evaluation> evaluation, boolean finishedBefore) {}

    /// Hears of every round.
    @FunctionalInterface
    public interface Listener {
        void done(RoundReport report, Optional<Evaluation> evaluation);
    }

    /// In this process.
    ///
    /// @param parties one or more, whose trainings differ in their data and the seed of their order and dropout only
    /// @param step used up by this federation
    public FederatedFineTuning(List<Party> parties, LocalWork work, FederationOptions options, ServerStep step) {
        this(parties, parties.stream().map(party -> party.training().data()).toList(), work, options, step);
    }

    /// In this process.
    ///
    /// @param known data whose labels the head knows, instead of that of all parties
    public FederatedFineTuning(List<Party> parties, List<TrainingData> known, LocalWork work, FederationOptions options, ServerStep step) {
        this(parties.getFirst().training(), known, parties.stream().map(Party::name).toList(),
                (_, _, device, folder) -> clients(parties, known, work, options, device, folder), work, options, step);
    }

    /// With clients anywhere.
    ///
    /// @param common base model, task, options, and test data; its training data is not used
    /// @param known data whose labels the head knows
    /// @param names of the clients
    /// @param step used up by this federation
    public FederatedFineTuning(
            FineTuning common, List<TrainingData> known, List<String> names, Clients clients, LocalWork work, FederationOptions options,
            ServerStep step) {
        this.common = common;
        this.known = List.copyOf(known);
        this.names = List.copyOf(names);
        this.clients = clients;
        this.work = work;
        this.options = options;
        this.step = step;
    }

    private static List<FederatedClient> clients(
            List<Party> parties, List<TrainingData> known, LocalWork work, FederationOptions options, Device device, Path folder) {
        var clients = new ArrayList<FederatedClient>();
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            clients.add(new LocalClient(party.name, i, party.training, known, party.poison, work, options.local())
                    .open(device, folder.resolve("client-" + (i + 1))));
        }
        return clients;
    }

    /// Trains and writes the result, whole or not at all.
    ///
    /// @param out directory of the result
    /// @throws FederationException if a client's answer does not do and none is to be left out, or the run to resume was begun with something else
    /// @throws dev.lathe.train.output.OutputException if `out` exists and may not be replaced
    public Result run(Path out, ExistingOutput existing, Device device, Listener listener) throws IOException {
        try (var output = OutputDirectory.open(out, existing)) {
            if (output.finished()) {
                return new Result(List.of(), Optional.empty(), true);
            }
            output.sweep(Set.of());
            try (LocalTraining local = common.locally(known, device, TrainingListener.NONE)) {
                return run(output, local, device, listener);
            }
        }
    }

    private Result run(OutputDirectory output, LocalTraining local, Device device, Listener listener) throws IOException {
        var progress = new FederationProgress(output.checkpoints());
        RoundState begun = progress.begin(local, FederationFiles.settings(names, work, options, step), () -> new RoundState(
                local.values(), step.memory(), List.of(), new byte[0]));
        step.remember(begun.memory());
        var rounds = new ArrayList<>(begun.reports());
        Optional<SecretNumbers> secret = options.central().isEmpty() ? Optional.empty()
                : Optional.of(SecretNumbers.kept(progress.secret(), options.central().get().privacy().options().seed()));
        local.values(begun.values());
        var evaluations = new ArrayList<Optional<Evaluation>>();
        try (var metrics = new FederationFiles.Metrics(output.partial(), begun.metrics())) {
            var federation = new Federation(clients.open(local.layout(), begun.values().length, device, output.checkpoints()), options, step, secret);
            float[] end = federation.resume(local.layout(), begun.values(), begun.reports(), (report, values) -> {
                local.values(values);
                Optional<Evaluation> evaluation = local.evaluation();
                metrics.write(report, evaluation);
                rounds.add(report);
                progress.save(new RoundState(values, step.memory(), rounds, metrics.lines()));
                evaluations.add(evaluation);
                listener.done(report, evaluation);
            });
            local.values(end);
            String hash = local.write(output.partial());
            FederationFiles.writeReport(output.partial(), names, work, options, step, rounds, hash, end.length);
        }
        Optional<Evaluation> last = evaluations.isEmpty() ? local.evaluation() : evaluations.getLast();
        output.complete();
        return new Result(rounds, last, false);
    }
}
