package dev.lathe.cli;

import dev.lathe.Device;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.tune.FineTuningTrials;
import dev.lathe.train.tune.Proposals;
import dev.lathe.train.tune.Search;
import dev.lathe.train.tune.SearchDirectory;
import dev.lathe.train.tune.SearchFile;
import dev.lathe.train.tune.SearchPlan;
import dev.lathe.train.tune.SearchResult;
import dev.lathe.train.tune.SearchTable;
import dev.lathe.train.tune.SeedInterval;
import dev.lathe.train.tune.Setting;
import dev.lathe.train.tune.TreeParzen;
import dev.lathe.train.tune.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

/// `lathe tune`: which settings train best.
@Command(name = "tune", mixinStandardHelpOptions = true,
        description = "Fine-tunes with one setting after the other, compares them on dev data and keeps the best model.",
        customSynopsis = "lathe tune SPACE.json --out DIR [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe tune space.json --method tpe --trials 30 --out search",
            "  lathe tune space.json --method halving --trials 27 --out search --resume",
            "  lathe tune space.json --trials 10 --seeds 5 --out search"})
final class TuneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SPACE.json",
            description = "An object with 'options', those of 'finetune' that all trials have, and 'space', those that are tried: "
                    + "choice, uniform, log-uniform or int.")
    private Path file = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR",
            description = "Directory of the best model, the tables, the plot and the journal.")
    private Path out = Path.of("");

    @Option(names = "--method", paramLabel = "random|halving|tpe", defaultValue = "random",
            description = "How settings are chosen: by chance; by chance, with more training for the better ones; or where earlier "
                    + "trials were good. Default ${DEFAULT-VALUE}.")
    private Method method = Method.RANDOM;

    @Option(names = "--trials", paramLabel = "N", defaultValue = "20", description = "Settings to try; default ${DEFAULT-VALUE}.")
    private int trials;

    @Option(names = "--eta", paramLabel = "N",
            description = "For halving: one of N trials is trained on, N times as long; default 3.")
    private Optional<Integer> eta = Optional.empty();

    @Option(names = "--budget", paramLabel = "N",
            description = "For halving: evaluations on dev data that every trial gets: epochs, or parts of them with 'eval-steps'; "
                    + "default 1.")
    private Optional<Integer> budget = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Seed of what is tried; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--seeds", paramLabel = "N",
            description = "Afterwards train the best setting with N seeds and print the mean and its 95 %% interval.")
    private Optional<Integer> seeds = Optional.empty();

    @Option(names = "--resume", description = "Go on with a search that was stopped or killed; begin if there is none. The result has the "
            + "same bytes as without a stop. Of random and tpe --trials may be more than it was.")
    private boolean resume;

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    TuneCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// The words of `--method`.
    enum Method { RANDOM, HALVING, TPE }

    @Override
    public Integer call() throws IOException {
        requireAtLeast("--trials", trials, 1);
        eta.ifPresent(count -> requireAtLeast("--eta", count, 2));
        budget.ifPresent(count -> requireAtLeast("--budget", count, 1));
        if (method != Method.HALVING && (eta.isPresent() || budget.isPresent())) {
            throw new ParameterException(spec.commandLine(), (eta.isPresent() ? "--eta" : "--budget") + ": needs --method halving");
        }
        seeds.ifPresent(count -> requireAtLeast("--seeds", count, 2));
        SearchFile given = SearchFile.read(file);
        boolean hasSpace = !given.space().dimensions().isEmpty();
        if (!hasSpace && seeds.isEmpty()) {
            throw new ParameterException(spec.commandLine(), file + ": nothing to search: no 'space', and no --seeds");
        }
        if (seeds.isPresent() && given.space().dimensions().containsKey("seed")) {
            throw new ParameterException(spec.commandLine(), "--seeds: 'seed' is in the space; give one of the two");
        }
        var options = new TrialOptions(file, given, surroundings);
        options.check();
        String word = method.name().toLowerCase(Locale.ROOT);
        // Random settings and estimates of the first trials do not depend on how many there are to be; rungs do.
        String course = method == Method.HALVING
                ? "%d trials, eta %d, budget %d".formatted(trials, usualEta(), usualBudget()) : "one after the other";
        var plan = new SearchPlan(word, seed, course, given);
        try (var directory = SearchDirectory.open(out, plan, resume); var opened = device.open(surroundings)) {
            Setting best = hasSpace ? search(directory, opened, options, given) : new Setting(new LinkedHashMap<>());
            if (seeds.isPresent()) {
                seeds(directory, opened, options, best);
            }
        }
        return ExitCode.DONE;
    }

    private Setting search(SearchDirectory directory, Device opened, TrialOptions options, SearchFile given) throws IOException {
        var trainee = new FineTuningTrials(directory.trials(), opened, options::at);
        SearchResult found;
        try (var journal = directory.journal()) {
            if (journal.size() > 0) {
                surroundings.say("goes on after " + journal.size() + " trials");
            }
            var search = new Search(trainee, journal, this::say);
            Proposals random = Proposals.random(given.space(), seed);
            found = switch (method) {
                case RANDOM -> search.inTurn(random, trials);
                case TPE -> search.inTurn(new TreeParzen(given.space(), seed), trials);
                case HALVING -> search.halving(random, trials, usualEta(), usualBudget());
            };
        }
        directory.complete(found);
        surroundings.out().print(new SearchTable(found).toText());
        surroundings.out().flush();
        Trial best = found.best().orElseThrow(() -> new ArithmeticException("every trial has failed; the first: "
                + found.trials().getFirst().failure()));
        surroundings.say("the best model is in " + directory.model() + "; trials.csv, trials.json and trials.svg stand beside it");
        return best.setting();
    }

    /// Trains one setting with several seeds.
    private void seeds(SearchDirectory directory, Device opened, TrialOptions options, Setting setting) throws IOException {
        long first = Long.parseLong(options.firstSeed());
        var trainee = new FineTuningTrials(directory.seeds(), opened, options::at);
        SearchResult found;
        try (var journal = directory.seedJournal()) {
            found = new Search(trainee, journal, this::say).inTurn((number, _) -> {
                var words = new LinkedHashMap<>(setting.words());
                words.put("seed", Long.toString(first + number - 1));
                return new Setting(words);
            }, seeds.orElseThrow());
        }
        directory.completeSeeds(found);
        double[] values = found.trials().stream().flatMap(trial -> trial.standing().stream())
                .mapToDouble(standing -> standing.headline().value()).toArray();
        if (values.length < found.trials().size()) {
            throw new ArithmeticException("%d of %d seeds have failed; no interval".formatted(
                    found.trials().size() - values.length, found.trials().size()));
        }
        Score score = found.trials().getFirst().standing().orElseThrow().headline();
        surroundings.out().println(score.name() + " " + SeedInterval.of(values).toText());
    }

    private int usualEta() {
        return eta.orElse(3);
    }

    private int usualBudget() {
        return budget.orElse(1);
    }

    private void say(Trial trial) {
        surroundings.say(trial.standing().map(standing -> String.format(Locale.ROOT, "trial %d%s: %s %.4f, loss %.4f with %s",
                        trial.number(), trial.rung() > 0 ? " on rung " + trial.rung() : "", standing.headline().name(),
                        standing.headline().value(), standing.loss(), trial.setting()))
                .orElseGet(() -> "trial %d: failed: %s, with %s".formatted(trial.number(), trial.failure(), trial.setting())));
    }

    private void requireAtLeast(String option, int value, int least) {
        if (value < least) {
            throw new ParameterException(spec.commandLine(), "%s %d: needs at least %d".formatted(option, value, least));
        }
    }
}
