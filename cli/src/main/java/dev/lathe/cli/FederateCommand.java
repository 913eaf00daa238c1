package dev.lathe.cli;

import dev.lathe.cli.guard.FederationAccess;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.serve.federation.Entrance;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.run.TrainingData;
import dev.lathe.trust.federation.FederatedFineTuning;
import dev.lathe.trust.federation.FederatedFineTuning.Party;
import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.file.FederationFile;
import dev.lathe.trust.federation.RoundReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lathe federate`: one model of several clients' data, none of which leaves its client.
@Command(name = "federate", mixinStandardHelpOptions = true,
        description = "Fine-tunes one model with several clients, each on its own data, and averages what they learn: all in this process, or each "
                + "client in one of its own, over HTTP.",
        customSynopsis = {"lathe federate CONFIG.json --out DIR [--listen PORT] [OPTIONS]",
            "       lathe federate --join URL --client NAME --train FILE --memory DIR [OPTIONS]"},
        footerHeading = "%nExamples:%n", footer = {"  lathe federate federation.json --out my-model",
            "  lathe federate federation.json --out my-model --listen 8750",
            "  lathe federate --join http://127.0.0.1:8750 --client north \\",
            "      --train north.jsonl --memory north-memory",
            "  lathe federate federation.json --out my-model --listen 8750 --host 0.0.0.0 \\",
            "      --tls-cert server.crt --tls-key server.key --api-keys keys.txt",
            "  lathe federate --join https://server:8750 --ca authority.crt \\",
            "      --api-key-file north.key --client north --train north.jsonl \\",
            "      --memory north-memory"})
final class FederateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CONFIG.json", arity = "0..1", description = "An object with 'options', those of 'finetune' that all clients have, "
            + "'clients', each with a name and its 'train' file, 'rounds' and more: docs/federation.md.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", description = "Directory of the result.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--overwrite", description = "Replace a model directory that is there, at the very end.")
    private boolean overwrite;

    @Option(names = "--resume", description = "Go on after the last whole round of a run that was stopped or killed; it ends in the same bytes.")
    private boolean resume;

    @Option(names = "--listen", paramLabel = "PORT", description = "Wait at this port for clients in processes of their own; 0 for any that is free. Of this "
            + "machine only, unless --host says otherwise.")
    private Optional<Integer> listen = Optional.empty();

    @Option(names = "--join", paramLabel = "URL", description = "Be a client of the server at this address.")
    private Optional<URI> join = Optional.empty();

    @Option(names = "--client", paramLabel = "NAME", description = "Which of the server's clients to be.")
    private Optional<String> client = Optional.empty();

    @Option(names = "--train", paramLabel = "FILE", description = "The client's training data, which stays here.")
    private Optional<Path> train = Optional.empty();

    @Option(names = "--memory", paramLabel = "DIR", description = "Where the client keeps what its optimiser remembers between rounds. Its own alone: "
            + "with it a client that was stopped goes on.")
    private Optional<Path> memory = Optional.empty();

    @Option(names = "--patience", paramLabel = "SECONDS", defaultValue = "60", description = "After so long without a sign the other side is gone; "
            + "default ${DEFAULT-VALUE}.")
    private int patience = 60;

    @Mixin
    private FederationAccess access = new FederationAccess();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    FederateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        require(patience >= 1, "--patience %d: needs at least 1".formatted(patience));
        return join.isPresent() ? asClient(join.get()) : asServer();
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private <T> T needed(Optional<T> value, String name, String with) {
        return value.orElseThrow(() -> new ParameterException(spec.commandLine(), "%s: is missing%s".formatted(name, with)));
    }

    private int asClient(URI server) throws IOException {
        require(file.isEmpty() && out.isEmpty() && listen.isEmpty() && !resume && !overwrite,
                "--join: the server has CONFIG.json, --out, --listen, --resume and --overwrite; a client has none of them");
        String with = ", which --join needs";
        String name = needed(client, "--client", with);
        var joined = new FederationJoin(server, name, needed(train, "--train", with), needed(memory, "--memory", with), surroundings);
        try (var member = access.member(server, name, Duration.ofSeconds(patience), surroundings); var opened = device.open(surroundings)) {
            joined.run(member, opened);
        }
        return ExitCode.DONE;
    }

    private int asServer() throws IOException {
        require(client.isEmpty() && train.isEmpty() && memory.isEmpty(), "--client, --train, --memory: go with --join only");
        require(!resume || !overwrite, "--overwrite and --resume: give one of the two");
        Path config = needed(file, "CONFIG.json", "");
        Path directory = needed(out, "--out", "");
        Optional<Entrance> entrance = entrance();
        FederationFile given = FederationFile.read(config);
        ExistingOutput existing = resume ? ExistingOutput.RESUME : overwrite ? ExistingOutput.OVERWRITE : ExistingOutput.REFUSE;
        OutputDirectory.requireAbsent(directory, existing);
        var trainings = new FederatedTrainings(config.toString(), given.training(), given.work(), given.options().rounds(), surroundings);
        trainings.check();
        try (var opened = device.open(surroundings)) {
            FederatedFineTuning.Result result = entrance.isPresent()
                    ? new FederationListening(config, given, trainings, entrance.get(), Duration.ofSeconds(patience), surroundings)
                            .run(directory, existing, opened, this::say)
                    : here(config, given, trainings).run(directory, existing, opened, this::say);
            if (result.finishedBefore()) {
                surroundings.say(directory + ": is finished already");
                return ExitCode.DONE;
            }
            result.evaluation().ifPresent(evaluation -> surroundings.out().print(evaluation.toText()));
            surroundings.out().flush();
        }
        surroundings.say("the model is in " + directory + ", what happened in federation.json, and a line for each round in metrics.jsonl");
        return ExitCode.DONE;
    }

    private Optional<Entrance> entrance() throws IOException {
        if (listen.isPresent()) {
            return Optional.of(access.entrance(listen.get(), surroundings));
        }
        access.requireNone(surroundings);
        return Optional.empty();
    }

    private static FederatedFineTuning here(Path config, FederationFile given, FederatedTrainings trainings) throws IOException {
        var parties = new ArrayList<Party>();
        for (FederationFile.Client one : given.clients()) {
            Path data = one.train().orElseThrow(() -> new FederationException("%s: 'clients[%d].train': is missing".formatted(config, parties.size())));
            parties.add(new Party(one.name(), trainings.of(data, given.test(), parties.size()), one.poison()));
        }
        List<TrainingData> known = given.labels().map(path -> List.of(TrainingData.of(path)))
                .orElseGet(() -> parties.stream().map(party -> party.training().data()).toList());
        return new FederatedFineTuning(parties, known, given.work(), given.options(), given.step());
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
