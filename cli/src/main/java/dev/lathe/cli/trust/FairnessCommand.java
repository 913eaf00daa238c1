package dev.lathe.cli.trust;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.ResultFile;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.json.JsonContent;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.evaluate.text.FixedPoint;
import dev.lathe.trust.fairness.AssociatedWords;
import dev.lathe.trust.fairness.Association;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lathe fairness`: what a model's vectors associate.
@Command(name = "fairness", mixinStandardHelpOptions = true,
        description = "weat: what a model's vectors associate with two sets of words or sentences. How it does in groups is told by "
                + "'lathe evaluate --group'.",
        customSynopsis = "lathe fairness weat --model DIR|NAME --words FILE [--seed N] [--report JSON]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe fairness weat --model all-MiniLM-L6-v2 --words words.json"})
public final class FairnessCommand implements Callable<Integer> {
    /// What is done.
    public enum Action {
        WEAT
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "weat", description = "What to do.")
    private Action action = Action.WEAT;

    @Option(names = "--model", paramLabel = "DIR|NAME", description = "For weat: whose vectors are looked at.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--words", paramLabel = "FILE",
            description = "For weat: a JSON object of two sets of targets, two of attributes, and perhaps templates with {} for the word.")
    private Optional<Path> words = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42",
            description = "For weat: seed of the partitions, where all are too many; default ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    @Option(names = "--report", paramLabel = "JSON", description = "Also write the report to this file, as JSON.")
    private Optional<Path> report = Optional.empty();

    private final Surroundings surroundings;

    public FairnessCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Optional<ResultFile> file = report.map(ResultFile::at);
        switch (action) {
            case WEAT -> weat(file);
        }
        return ExitCode.DONE;
    }

    private void weat(Optional<ResultFile> file) throws IOException {
        if (model.isEmpty() || words.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "weat: needs --model and --words");
        }
        AssociatedWords asked = AssociatedWords.read(words.get());
        ModelDirectory directory = ModelArgument.announced(model.get(), surroundings);
        try (var opened = device.open(surroundings, true);
                var embedder = TextEmbedder.load(directory, TextEmbedder.Options.of(directory), opened)) {
            Association found = Association.of(
                    embedder.embedAll(asked.texts(asked.targets().firstEntry().getValue())),
                    embedder.embedAll(asked.texts(asked.targets().lastEntry().getValue())),
                    embedder.embedAll(asked.texts(asked.attributes().firstEntry().getValue())),
                    embedder.embedAll(asked.texts(asked.attributes().lastEntry().getValue())), seed);
            String text = "%s against %s, by %s against %s\neffect size  %s\np            %s, by %s%d partitions\n".formatted(
                    asked.targets().firstEntry().getKey(), asked.targets().lastEntry().getKey(),
                    asked.attributes().firstEntry().getKey(), asked.attributes().lastEntry().getKey(),
                    FixedPoint.of(found.effectSize(), 4), FixedPoint.of(found.p(), 5), found.exact() ? "all " : "", found.partitions());
            write(file, text, json -> {
                json.writeNumberField("effect_size", found.effectSize());
                json.writeNumberField("p", found.p());
                json.writeNumberField("partitions", found.partitions());
                json.writeBooleanField("exact", found.exact());
            });
        }
    }

    private void write(Optional<ResultFile> file, String text, JsonContent fields) throws IOException {
        if (file.isPresent()) {
            try (ResultFile target = file.get()) {
                OutputStream out = target.begin(surroundings);
                out.write(JsonWriter.object(JsonLayout.FIELDS, fields));
                out.flush();
                target.complete();
            }
        }
        surroundings.out().print(text);
    }
}
