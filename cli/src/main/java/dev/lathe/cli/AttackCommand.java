package dev.lathe.cli;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.cli.options.ColumnArguments;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.LabelledTexts;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.progress.WorkProgress;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.cli.terminal.ResultFile;
import dev.lathe.cli.terminal.StandardInput;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.attack.AttackMethod;
import dev.lathe.train.attack.AttackReport;
import dev.lathe.train.attack.WordAttack;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.perturb.Synonyms;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lathe attack`: how easily a classifier is misled.
@Command(name = "attack", mixinStandardHelpOptions = true,
        description = "Changes a few words of each text so that a classifier errs, and prints how often that works.",
        customSynopsis = "lathe attack --model DIR|NAME --data FILE --method METHOD [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe attack --model my-model --data test.jsonl --method charswap",
            "  lathe attack --model my-model --data test.jsonl --method synonym --synonyms words.json \\",
            "      --budget 5 --output attack.json --include-text"})
final class AttackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelArgument model = new ModelArgument();

    @Option(names = "--data", required = true, paramLabel = "FILE", converter = StandardInput.class, description = "Labelled texts.")
    private Path data = Path.of("");

    @Option(names = "--method", required = true, paramLabel = "charswap|synonym|delete",
            description = "What is done to a word: two letters exchanged, a synonym in its place, or left out.")
    private Method method = Method.CHARSWAP;

    @Option(names = "--synonyms", paramLabel = "FILE", description = "For synonym: a JSON object of lists by words.")
    private Optional<Path> synonyms = Optional.empty();

    @Option(names = "--budget", paramLabel = "N", defaultValue = "3",
            description = "Words that may be changed of a text; default ${DEFAULT-VALUE}.")
    private int budget;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Seed of what is tried; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--output", paramLabel = "JSON", description = "Also write the numbers and the misled texts to this file.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--include-text", description = "Write the texts there too, as they were and as they became.")
    private boolean includeText;

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    AttackCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// The words of `--method`.
    enum Method { CHARSWAP, SYNONYM, DELETE }

    @Override
    public Integer call() throws IOException {
        Optional<ResultFile> file = output.map(ResultFile::at);
        AttackMethod chosen = chosen();
        ModelDirectory directory = model.announced(surroundings);
        List<TextExample> examples = new LabelledTexts(directory, model.given(), columns, spec.commandLine()).read(data);
        try (var opened = device.open(surroundings, DeviceArgument.isShort(data));
                var classifier = TextClassifier.load(directory, opened);
                var progress = new WorkProgress(surroundings, "attacking", 0)) {
            WordAttack attack = OptionWords.checked(spec.commandLine(), () -> new WordAttack(classifier, chosen, budget, seed));
            write(file, attack.run(examples, progress::at));
        }
        return ExitCode.DONE;
    }

    private AttackMethod chosen() throws IOException {
        if (synonyms.isPresent() != (method == Method.SYNONYM)) {
            throw new ParameterException(spec.commandLine(), synonyms.isPresent()
                    ? "--synonyms: needs --method synonym" : "--method synonym: needs --synonyms");
        }
        return switch (method) {
            case CHARSWAP -> new AttackMethod.CharSwap();
            case SYNONYM -> new AttackMethod.Synonym(Synonyms.read(synonyms.orElseThrow()));
            case DELETE -> new AttackMethod.Delete();
        };
    }

    private void write(Optional<ResultFile> file, AttackReport report) throws IOException {
        if (file.isPresent()) {
            try (ResultFile target = file.get()) {
                OutputStream out = target.begin(surroundings);
                out.write(JsonWriter.object(JsonLayout.FIELDS, json -> report.writeFields(includeText, json)));
                out.flush();
                target.complete();
            }
        }
        surroundings.out().print(report.toText());
    }
}
