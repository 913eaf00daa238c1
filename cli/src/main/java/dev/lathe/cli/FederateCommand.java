package dev.lathe.cli;

import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.run.TrainingData;
import dev.lathe.trust.federation.FederatedFineTuning;
import dev.lathe.trust.federation.FederatedFineTuning.Party;
import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.FederationFile;
import dev.lathe.trust.federation.RoundReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lathe federate`: one model of several clients' data, none of which leaves its client.
@Command(name = "federate", mixinStandardHelpOptions = true,
        description = "Fine-tunes one model with several clients, each on its own data, and averages what they learn; all in this process.",
        customSynopsis = "lathe federate CONFIG.json --out DIR [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = "  lathe federate federation.json --out my-model")
final class FederateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG.json", description = "An object with 'options', those of 'finetune' that all clients have, 'clients', each "
            + "with a name and its 'train' file, 'rounds' and more: docs/federation.md.")
    private Path file = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory of the result.")
    private Path out = Path.of("");

    @Option(names = "--overwrite", description = "Replace a model directory that is there, at the very end.")
    private boolean overwrite;

    @Option(names = "--resume", description = "Go on after the last whole round of a run that was stopped or killed; it ends in the same bytes.")
    private boolean resume;

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    FederateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        FederationFile given = FederationFile.read(file);
        ExistingOutput existing = resume ? ExistingOutput.RESUME : overwrite ? ExistingOutput.OVERWRITE : ExistingOutput.REFUSE;
        OutputDirectory.requireAbsent(out, existing);
        var trainings = new FederatedTrainings(file.toString(), given.training(), given.work(), given.options().rounds(), surroundings);
        trainings.check();
        var parties = new ArrayList<Party>();
        for (FederationFile.Client client : given.clients()) {
            Path train = client.train().orElseThrow(() -> new FederationException(
                    "%s: 'clients[%d].train': is missing".formatted(file, parties.size())));
            parties.add(new Party(client.name(), trainings.of(train, given.test(), parties.size()), client.poison()));
        }
        List<TrainingData> known = given.labels().map(path -> List.of(TrainingData.of(path)))
                .orElseGet(() -> parties.stream().map(party -> party.training().data()).toList());
        try (var opened = device.open(surroundings)) {
            var federated = new FederatedFineTuning(parties, known, given.work(), given.options(), given.step());
            FederatedFineTuning.Result result = federated.run(out, existing, opened, this::say);
            if (result.finishedBefore()) {
                surroundings.say(out + ": is finished already");
                return ExitCode.DONE;
            }
            result.evaluation().ifPresent(evaluation -> surroundings.out().print(evaluation.toText()));
            surroundings.out().flush();
        }
        surroundings.say("the model is in " + out + ", what happened in federation.json, and a line for each round in metrics.jsonl");
        return ExitCode.DONE;
    }

    private void say(RoundReport report, Optional<Evaluation> evaluation) {
        var line = new StringBuilder("round %d: %s".formatted(
                report.round(), report.changed() && report.taken().isEmpty() ? "clients not told" : report.taken().size() + " clients"));
        if (Double.isFinite(report.loss())) {
            line.append(String.format(Locale.ROOT, ", training loss %.4f", report.loss()));
        }
        evaluation.ifPresent(found -> line.append(String.format(Locale.ROOT, ", test loss %.4f, %s %.4f", found.loss(),
                found.headline().name(), found.headline().value())));
        report.epsilon().ifPresent(epsilon -> line.append(String.format(Locale.ROOT, ", epsilon %.4f", epsilon)));
        report.leftOut().forEach(one -> line.append("; without '").append(one.client()).append("': ").append(one.reason()));
        line.append(report.changed() ? "" : "; too few clients: nothing changed");
        surroundings.say(line.toString());
    }
}
