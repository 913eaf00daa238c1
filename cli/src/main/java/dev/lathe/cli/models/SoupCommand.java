package dev.lathe.cli.models;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.run.model.ModelSoup;
import java.io.IOException;
import java.nio.file.Path;
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
import picocli.CommandLine.Spec;

/// `lathe soup`: one model of several, by the mean of their weights.
@Command(name = "soup", mixinStandardHelpOptions = true,
        description = "Averages the weights of several models that were fine-tuned from one base for the same labels.",
        customSynopsis = "lathe soup --model DIR --model DIR [--data FILE] --to DIR [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe soup --model first --model second --model third --to my-model",
            "  lathe soup --model first --model second --data dev.jsonl --to my-model"})
public final class SoupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A fine-tuned model; give two or more.")
    private List<String> models = List.of();

    @Option(names = "--data", paramLabel = "FILE",
            description = "Labelled dev data: only the models with which the soup does not get worse on it are kept. Default all.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "Directory of the result.")
    private Path to = Path.of("");

    @Option(names = "--overwrite", description = "Replace a model directory that is there, at the very end.")
    private boolean overwrite;

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    public SoupCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (models.size() < 2) {
            throw new ParameterException(spec.commandLine(), "--model: a soup needs two or more");
        }
        var opened = new ArrayList<ModelDirectory>();
        for (String model : models) {
            opened.add(ModelArgument.announced(model, surroundings));
        }
        var soup = new ModelSoup(opened);
        ExistingOutput existing = overwrite ? ExistingOutput.OVERWRITE : ExistingOutput.REFUSE;
        if (data.isEmpty()) {
            soup.uniform(to, existing);
        } else {
            try (var computing = device.open(surroundings, DeviceArgument.isShort(data.get()))) {
                soup.greedy(data.get(), to, existing, computing, this::print);
            }
        }
        surroundings.say("the model is in " + to);
        return ExitCode.DONE;
    }

    private void print(ModelSoup.Tasting tasting) {
        Score score = tasting.evaluation().headline();
        surroundings.out().println(String.format(Locale.ROOT, "%s %s: %s %.4f, loss %.4f", tasting.kept() ? "+" : "-", tasting.model(),
                score.name(), score.value(), tasting.evaluation().loss()));
    }
}
