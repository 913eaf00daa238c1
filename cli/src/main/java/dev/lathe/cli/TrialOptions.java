package dev.lathe.cli;

import dev.lathe.bert.checkpoint.file.NearestName;
import dev.lathe.cli.options.Choice;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.OutputException;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.tune.SearchFile;
import dev.lathe.train.tune.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The fine-tunings of a search: what `finetune` makes of the file's options and a trial's.
final class TrialOptions {
    private static final String DEV = "dev";
    private static final String DEV_FRACTION = "dev-fraction";
    private static final String SPLIT_SEED = "split-seed";
    private static final String EVAL_STEPS = "eval-steps";
    private static final String SAVE_STEPS = "save-steps";
    /// Options of `finetune` that a search decides itself, or that would spoil it.
    private static final Map<String, String> NOT_HERE = Map.of(
            "out", "each trial has its own below --out",
            "overwrite", "trials are resumed",
            "resume", "trials are resumed",
            "encrypt", "trials are resumed",
            "device", "give it to 'tune' itself",
            "threads", "give it to 'tune' itself",
            "report-each-epoch", "a search prints one table",
            "test", "what is chosen must not depend on test data; evaluate the model on it afterwards",
            "test-fraction", "what is chosen must not depend on test data; evaluate the model on it afterwards");

    private final Path file;
    private final SearchFile given;
    private final Surroundings surroundings;

    TrialOptions(Path file, SearchFile given, Surroundings surroundings) {
        this.file = file;
        this.given = given;
        this.surroundings = surroundings;
    }

    /// Makes sure that every option is one of `finetune` and takes both ends of its range.
    ///
    /// @throws OutputException naming the one that is not or does not
    void check() throws IOException {
        List<String> all = new ArrayList<>(given.options().keySet());
        all.addAll(given.space().dimensions().keySet());
        Optional<String> unknown = unknown(all, surroundings);
        if (unknown.isPresent()) {
            throw wrong(unknown.get());
        }
        for (String name : all) {
            if (NOT_HERE.containsKey(name)) {
                throw wrong("'%s': does not belong here: %s".formatted(name, NOT_HERE.get(name)));
            }
        }
        if (!all.contains(DEV) && !all.contains(DEV_FRACTION)) {
            throw wrong("needs 'dev' or 'dev-fraction' in 'options', for settings are compared on dev data");
        }
        Path nowhere = file.resolveSibling("no-trial");
        if (given.space().dimensions().isEmpty()) {
            at(new Setting(Map.of()), nowhere);
        }
        for (Setting edge : given.space().edges()) {
            at(edge, nowhere);
        }
    }

    /// The seed of a run, and the first of several.
    String firstSeed() {
        return given.options().getOrDefault("seed", Long.toString(TrainingOptions.defaults().seed()));
    }

    /// The fine-tuning of a trial. Whatever its seed, what is set aside is the same.
    ///
    /// @param out where its model is to be
    /// @throws OutputException naming an option whose value does not do
    FineTuning at(Setting setting, Path out) throws IOException {
        var options = new LinkedHashMap<>(given.options());
        options.putAll(setting.words());
        if (options.containsKey(EVAL_STEPS)) {
            options.putIfAbsent(SAVE_STEPS, options.get(EVAL_STEPS));
        }
        if (options.containsKey(DEV_FRACTION)) {
            options.putIfAbsent(SPLIT_SEED, firstSeed());
        }
        List<String> arguments = words(options);
        arguments.add("--out=" + out);
        arguments.add("--resume");
        var command = new FinetuneCommand(surroundings);
        var line = Choice.into(new CommandLine(command));
        try {
            line.parseArgs(arguments.toArray(String[]::new));
            return command.prepared();
        } catch (ParameterException e) {
            throw wrong(e.getMessage());
        }
    }

    /// What is wrong with the first of these names that is no option of `finetune`, if one is none.
    static Optional<String> unknown(Collection<String> given, Surroundings surroundings) {
        Set<String> names = new CommandLine(new FinetuneCommand(surroundings)).getCommandSpec().optionsMap().keySet();
        return given.stream().filter(name -> !names.contains("--" + name)).findFirst()
                .map(name -> "'%s': is no option of 'finetune'%s".formatted(name, NearestName.among(List.copyOf(names), "--" + name)
                        .map(nearest -> "; did you mean '" + nearest.substring(2) + "'?").orElse("")));
    }

    /// Options by their names, as a command line has them.
    static List<String> words(Map<String, String> options) {
        var arguments = new ArrayList<String>();
        options.forEach((name, value) -> {
            if (value.equals("true")) {
                arguments.add("--" + name);
            } else if (!value.equals("false")) {
                arguments.add("--" + name + "=" + value);
            }
        });
        return arguments;
    }

    private OutputException wrong(String what) {
        return new OutputException(file + ": " + what);
    }
}
