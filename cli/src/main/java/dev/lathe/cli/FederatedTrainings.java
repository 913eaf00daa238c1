package dev.lathe.cli;

import dev.lathe.cli.options.Choice;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.run.FineTuning;
import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.LocalWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The fine-tunings of a federation: what `finetune` makes of the options that all clients have.
///
/// @param place before messages: the file that the options are from
/// @param given options of `finetune` by their names
/// @param work of a round
/// @param rounds of the federation
record FederatedTrainings(String place, Map<String, String> given, LocalWork work, int rounds, Surroundings surroundings) {
    /// Options that the rounds decide, or that a client has no use for.
    private static final Map<String, String> NOT_HERE = Map.ofEntries(
            Map.entry("out", "give it to 'federate' itself"), Map.entry("overwrite", "give it to 'federate' itself"),
            Map.entry("device", "give it to 'federate' itself"), Map.entry("threads", "give it to 'federate' itself"),
            Map.entry("encrypt", "encrypt the result with 'lathe encrypt'"), Map.entry("resume", "give it to 'federate' itself"), Map.entry("train", "each client has its own"),
            Map.entry("test", "is a field beside 'options'"), Map.entry("epochs", "'rounds' and 'local-epochs' decide"),
            Map.entry("max-steps", "'rounds' and 'local-steps' decide"), Map.entry("dev", "nothing is chosen by it"),
            Map.entry("dev-fraction", "nothing is chosen by it"), Map.entry("test-fraction", "give a file as 'test'"));

    /// @throws FederationException naming the first option that is none, or does not belong here
    void check() {
        TrialOptions.unknown(given.keySet(), surroundings).ifPresent(message -> {
            throw new FederationException("%s: 'options': %s".formatted(place, message));
        });
        given.forEach((name, _) -> {
            if (NOT_HERE.containsKey(name)) {
                throw new FederationException("%s: 'options.%s': does not belong here: %s".formatted(place, name, NOT_HERE.get(name)));
            }
        });
    }

    /// The training of a client.
    ///
    /// @param number among all clients, from 0
    FineTuning of(Path train, Optional<Path> test, int number) throws IOException {
        return of(given, train, test, number);
    }

    /// The one that the server has: it evaluates and writes, and hides no examples, for it trains on none.
    FineTuning common(Path labels, Optional<Path> test) throws IOException {
        var open = new LinkedHashMap<>(given);
        open.keySet().removeIf(name -> name.startsWith("dp-"));
        return of(open, labels, test, 0);
    }

    private FineTuning of(Map<String, String> all, Path train, Optional<Path> test, int number) throws IOException {
        var options = new LinkedHashMap<>(all);
        try {
            // An order and dropout of its own for each; the first has those of a training without others.
            options.put("seed", String.valueOf(Long.parseLong(options.getOrDefault("seed", "42")) + number));
        } catch (NumberFormatException e) {
            throw new FederationException("%s: 'options.seed' '%s': needs a whole number".formatted(place, options.get("seed")));
        }
        options.put(work.epochs() ? "epochs" : "max-steps", String.valueOf(Math.multiplyExact(work.amount(), rounds)));
        options.put("train", train.toString());
        // Nothing is written there.
        options.put("out", "unused");
        test.ifPresent(path -> options.put("test", path.toString()));
        List<String> arguments = TrialOptions.words(options);
        var command = new FinetuneCommand(surroundings);
        try {
            Choice.into(new CommandLine(command)).parseArgs(arguments.toArray(String[]::new));
            return command.prepared();
        } catch (ParameterException e) {
            throw new FederationException(place + ": 'options': " + e.getMessage());
        }
    }
}
