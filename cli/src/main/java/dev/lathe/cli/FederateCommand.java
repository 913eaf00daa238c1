package dev.lathe.cli;

import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.run.FineTuning;
import dev.lathe.trust.federation.FederatedFineTuning;
import dev.lathe.trust.federation.FederatedFineTuning.Party;
import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.FederationFile;
import dev.lathe.trust.federation.RoundReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// `lathe federate`: one model of several clients' data, none of which leaves its client.
@Command(name = "federate", mixinStandardHelpOptions = true,
        description = "Fine-tunes one model with several clients, each on its own data, and averages what they learn; all in this process.",
        customSynopsis = "lathe federate CONFIG.json --out DIR [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = "  lathe federate federation.json --out my-model")
final class FederateCommand implements Callable<Integer> {
    /// Options of `finetune` that the rounds decide, or that a client has no use for.
    private static final Map<String, String> NOT_HERE = Map.ofEntries(
            Map.entry("out", "give it to 'federate' itself"), Map.entry("overwrite", "give it to 'federate' itself"),
            Map.entry("device", "give it to 'federate' itself"), Map.entry("threads", "give it to 'federate' itself"),
            Map.entry("resume", "a federation begins anew"), Map.entry("train", "each client has its own"),
            Map.entry("test", "is a field beside 'options'"), Map.entry("epochs", "'rounds' and 'local-epochs' decide"),
            Map.entry("max-steps", "'rounds' and 'local-steps' decide"), Map.entry("dev", "nothing is chosen by it"),
            Map.entry("dev-fraction", "nothing is chosen by it"), Map.entry("test-fraction", "give a file as 'test'"));

    @Parameters(paramLabel = "CONFIG.json", description = "An object with 'options', those of 'finetune' that all clients have, 'clients', each "
            + "with a name and its 'train' file, 'rounds' and more: docs/federation.md.")
    private Path file = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory of the result.")
    private Path out = Path.of("");

    @Option(names = "--overwrite", description = "Replace a model directory that is there, at the very end.")
    private boolean overwrite;

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    FederateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        FederationFile given = FederationFile.read(file);
        ExistingOutput existing = overwrite ? ExistingOutput.OVERWRITE : ExistingOutput.REFUSE;
        OutputDirectory.requireAbsent(out, existing);
        TrialOptions.unknown(given.training().keySet(), surroundings).ifPresent(message -> {
            throw new FederationException("%s: 'options': %s".formatted(file, message));
        });
        var parties = new ArrayList<Party>();
        for (int i = 0; i < given.clients().size(); i++) {
            FederationFile.Client client = given.clients().get(i);
            parties.add(new Party(client.name(), training(given, client, i), client.poison()));
        }
        try (var opened = device.open(surroundings)) {
            var federated = new FederatedFineTuning(parties, given.work(), given.options(), given.step());
            FederatedFineTuning.Result result = federated.run(out, existing, opened, this::say);
            result.evaluation().ifPresent(evaluation -> surroundings.out().print(evaluation.toText()));
            surroundings.out().flush();
        }
        surroundings.say("the model is in " + out + ", what happened in federation.json, and a line for each round in metrics.jsonl");
        return ExitCode.DONE;
    }

    private FineTuning training(FederationFile given, FederationFile.Client client, int number) throws IOException {
        var options = new LinkedHashMap<>(given.training());
        options.forEach((name, _) -> {
            if (NOT_HERE.containsKey(name)) {
                throw new FederationException("%s: 'options.%s': does not belong here: %s".formatted(file, name, NOT_HERE.get(name)));
            }
        });
        try {
            // An order and dropout of its own for each; the first has those of a training without others.
            options.put("seed", String.valueOf(Long.parseLong(options.getOrDefault("seed", "42")) + number));
        } catch (NumberFormatException e) {
            throw new FederationException("%s: 'options.seed' '%s': needs a whole number".formatted(file, options.get("seed")));
        }
        int work = Math.multiplyExact(given.work().amount(), given.options().rounds());
        options.put(given.work().epochs() ? "epochs" : "max-steps", String.valueOf(work));
        options.put("train", client.train().toString());
        options.put("out", out.toString());
        given.test().ifPresent(path -> options.put("test", path.toString()));
        List<String> arguments = TrialOptions.words(options);
        var command = new FinetuneCommand(surroundings);
        try {
            Lathe.withConverters(new CommandLine(command)).parseArgs(arguments.toArray(String[]::new));
            return command.prepared();
        } catch (ParameterException e) {
            throw new FederationException(file + ": 'options': " + e.getMessage());
        }
    }

    private void say(RoundReport report, Optional<Evaluation> evaluation) {
        var line = new StringBuilder(String.format(Locale.ROOT, "round %d: %d clients, training loss %.4f", report.round(),
                report.taken().size(), report.loss()));
        evaluation.ifPresent(found -> line.append(String.format(Locale.ROOT, ", test loss %.4f, %s %.4f", found.loss(),
                found.headline().name(), found.headline().value())));
        report.epsilon().ifPresent(epsilon -> line.append(String.format(Locale.ROOT, ", epsilon %.4f", epsilon)));
        report.leftOut().forEach(one -> line.append("; without '").append(one.client()).append("': ").append(one.reason()));
        line.append(report.changed() ? "" : "; too few clients: nothing changed");
        surroundings.say(line.toString());
    }
}
