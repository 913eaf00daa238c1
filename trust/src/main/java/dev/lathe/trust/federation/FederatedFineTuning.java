package dev.lathe.trust.federation;

import dev.lathe.Device;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.LocalTraining;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Fine-tunes one model with several clients in this process, each on its own data, and writes an ordinary model directory, `metrics.jsonl`
/// with a line a round, and `federation.json`.
///
/// It is a simulation: it shows what a federation learns, and what its clients would tell. With one client it gives the bytes of `FineTuning`.
public final class FederatedFineTuning {
    private final List<Party> parties;
    private final LocalWork work;
    private final FederationOptions options;
    private final ServerStep step;

    /// A client.
    ///
    /// @param name what reports call it
    /// @param training base model, task, options and its data; as many epochs or steps as all rounds ask for. Test data is evaluated of the
    ///     first client's, after each round
    /// @param poison how it lies, if it does
    public record Party(String name, FineTuning training, Optional<Poison> poison) {}

    /// What came of it.
    ///
    /// @param rounds what happened
    /// @param evaluation of the last round, if there is test data
    public record Result(List<RoundReport> rounds, Optional<Evaluation> evaluation) {}

    /// Hears of every round.
    @FunctionalInterface
    public interface Listener {
        void done(RoundReport report, Optional<Evaluation> evaluation);
    }

    /// @param parties one or more, whose trainings differ in their data and the seed of their order and dropout only
    /// @param step used up by this federation
    public FederatedFineTuning(List<Party> parties, LocalWork work, FederationOptions options, ServerStep step) {
        this.parties = List.copyOf(parties);
        this.work = work;
        this.options = options;
        this.step = step;
    }

    /// Trains and writes the result, whole or not at all.
    ///
    /// @param out directory of the result
    /// @throws FederationException if a client's answer does not do and none is to be left out
    /// @throws dev.lathe.train.output.OutputException if `out` exists and may not be replaced
    public Result run(Path out, ExistingOutput existing, Device device, Listener listener) throws IOException {
        List<TrainingData> everyone = parties.stream().map(party -> party.training().data()).toList();
        var rounds = new ArrayList<RoundReport>();
        var evaluations = new ArrayList<Optional<Evaluation>>();
        try (var output = OutputDirectory.open(out, existing);
                LocalTraining common = parties.getFirst().training().locally(everyone, device, TrainingListener.NONE);
                var metrics = new FederationFiles.Metrics(output.partial())) {
            var federation = new Federation(clients(everyone, device, output.checkpoints()), options, step);
            float[] end = federation.run(common.layout(), common.values(), (report, values) -> {
                common.values(values);
                Optional<Evaluation> evaluation = common.evaluation();
                metrics.write(report, evaluation);
                rounds.add(report);
                evaluations.add(evaluation);
                listener.done(report, evaluation);
            });
            common.values(end);
            String hash = common.write(output.partial());
            FederationFiles.writeReport(output.partial(), parties.stream().map(Party::name).toList(), work, options, step, rounds, hash, end.length);
            output.complete();
        }
        return new Result(rounds, evaluations.getLast());
    }

    private List<FederatedClient> clients(List<TrainingData> everyone, Device device, Path folder) {
        var clients = new ArrayList<FederatedClient>();
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            var honest = new FineTunedClient(party.name, party.training, everyone, work, device, folder.resolve("client-" + (i + 1)));
            clients.add(party.poison.map(poison -> poison.on(honest)).orElse(honest));
        }
        return clients;
    }
}
