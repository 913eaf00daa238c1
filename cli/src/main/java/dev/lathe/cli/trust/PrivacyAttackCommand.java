package dev.lathe.cli.trust;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.cli.options.LabelledTexts;
import dev.lathe.cli.options.ColumnArguments;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.cli.terminal.StandardInput;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.attack.MembershipAttack;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.privacy.MembershipAudit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `lathe privacy attack`: whether a classifier betrays which texts it was trained with.
@Command(name = "attack", mixinStandardHelpOptions = true,
        description = "Tries to tell the texts that a classifier was trained with from others by their losses.",
        customSynopsis = "lathe privacy attack --model DIR|NAME --members FILE --others FILE [OPTIONS]",
        footerHeading = "%nExamples:%n", footer =
            "  lathe privacy attack --model my-model --members train.jsonl --others held-out.jsonl --delta 1e-5")
public final class PrivacyAttackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelArgument model = new ModelArgument();

    @Option(names = "--members", required = true, paramLabel = "FILE", converter = StandardInput.class,
            description = "Labelled texts that it was trained with.")
    private Path members = Path.of("");

    @Option(names = "--others", required = true, paramLabel = "FILE", converter = StandardInput.class,
            description = "Labelled texts of the same kind that it was not.")
    private Path others = Path.of("");

    @Option(names = "--delta", paramLabel = "D", defaultValue = "1e-5",
            description = "For the bound of epsilon; default ${DEFAULT-VALUE}.")
    private double delta;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    public PrivacyAttackCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        ModelDirectory directory = model.announced(surroundings);
        var labelled = new LabelledTexts(directory, model.given(), columns, spec.commandLine());
        List<TextExample> trained = labelled.read(members);
        List<TextExample> unseen = labelled.read(others);
        try (var opened = device.open(surroundings, DeviceArgument.isShort(members));
                var classifier = TextClassifier.load(directory, opened)) {
            MembershipAudit found = OptionWords.checked(
                    spec.commandLine(), () -> new MembershipAttack(classifier).run(trained, unseen, delta));
            print(found, trained.size(), unseen.size());
        }
        return ExitCode.DONE;
    }

    private void print(MembershipAudit found, int trained, int unseen) throws IOException {
        surroundings.out().print(!json
                ? String.format(Locale.ROOT, "auc              %.4f\nepsilon at least %.4f at delta %s, with 95 %% confidence\ntexts            "
                        + " %d members, %d others\n", found.auc(), found.epsilon(), delta, trained, unseen)
                : new String(JsonWriter.object(JsonLayout.FIELDS, fields -> {
                    fields.writeNumberField("auc", found.auc());
                    fields.writeNumberField("epsilon_at_least", found.epsilon());
                    fields.writeNumberField("delta", delta);
                    fields.writeNumberField("members", trained);
                    fields.writeNumberField("others", unseen);
                }), StandardCharsets.UTF_8));
    }
}
