package dev.lathe.cli.trust;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.cli.options.ColumnArguments;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ExampleArguments;
import dev.lathe.cli.options.ExplainArguments;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.cli.terminal.ResultFile;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.trust.explain.Ask;
import dev.lathe.trust.explain.Explanation;
import dev.lathe.trust.explain.Output;
import dev.lathe.trust.explain.TextExplainer;
import dev.lathe.trust.explain.method.AttributionMethod;
import dev.lathe.trust.explain.method.Quality;
import dev.lathe.trust.explain.method.QualitySummary;
import dev.lathe.trust.explain.method.QualityTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lathe explain`: which words a model's answers come from.
@Command(name = "explain", mixinStandardHelpOptions = true,
        description = "Says which words of a text a model's answer comes from, or how good such scores are.",
        customSynopsis = "lathe explain --model DIR|NAME (--text TEXT | --question TEXT --context TEXT | --input FILE) [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe explain --model my-model --text \"The soup was cold.\"",
            "  lathe explain --model my-model --text \"The soup was cold.\" --label positive --method shap",
            "  lathe explain --model my-model --input texts.jsonl --as html --output why.html",
            "  lathe explain --model my-model --input texts.jsonl --method all --quality",
            "  lathe explain --model my-model --text \"The soup was cold.\" --examples train.jsonl --nearest 5",
            "  lathe explain --model my-model --text \"The soup was cold.\" --counterfactual \\",
            "      --mask-model bert-base-cased"})
public final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelArgument model = new ModelArgument();

    @Mixin
    private ExplainedTexts asked = new ExplainedTexts();

    @Option(names = "--as", paramLabel = "text|json|html", defaultValue = "text",
            description = "Sentences and words, a line of JSON for each text, or a page; default ${DEFAULT-VALUE}.")
    private Form form = Form.TEXT;

    @Option(names = "--output", paramLabel = "FILE", description = "Where it is written; default standard output.")
    private Path output = Path.of("-");

    @Option(names = "--include-text", description = "Of a file, write the words into JSON too, beside their places.")
    private boolean includeText;

    @Option(names = "--quality", description = "Print how good the scores are, over all texts, in place of the scores.")
    private boolean quality;

    @Mixin
    private EditSearch edits = new EditSearch();

    @Mixin
    private ExplainArguments how = new ExplainArguments();

    @Mixin
    private ExampleArguments behind = new ExampleArguments();

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    public ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// The words of `--as`.
    public enum Form { TEXT, JSON, HTML }

    @Override
    public Integer call() throws IOException {
        ResultFile file = ResultFile.at(output);
        List<AttributionMethod> methods = how.methods();
        checkForms();
        ModelDirectory directory = model.announced(surroundings);
        List<ExplainedTexts.Given> texts = asked.read(directory, columns);
        byte[] result;
        try (var opened = device.open(surroundings, asked.isShort());
                var explainer = TextExplainer.load(directory, opened)) {
            result = behind.isGiven() ? examples(directory, opened, explainer, texts)
                    : edits.isGiven() ? edits.of(directory, model, opened, found -> asked.each(texts, surroundings,
                            given -> found.find(given, explainer.text(given, Ask.USUAL).words())), form == Form.JSON, withText(), surroundings)
                    : quality ? bytes(judged(explainer, texts, methods)) : ExplanationWriting.of(explained(explainer, texts, methods.getFirst()), form, withText());
        }
        try (file) {
            OutputStream out = file.begin(surroundings);
            out.write(result);
            out.flush();
            file.complete();
        }
        return ExitCode.DONE;
    }

    private void checkForms() {
        edits.check();
        boolean counterfactual = edits.isGiven();
        if (counterfactual && quality) {
            throw new ParameterException(spec.commandLine(), "--counterfactual and --quality: give one of the two");
        }
        behind.check();
        if (behind.isGiven() && (counterfactual || quality || form == Form.HTML)) {
            throw new ParameterException(spec.commandLine(), "--examples: knows neither --counterfactual nor --quality nor --as html");
        }
        if (how.isAll() && !quality) {
            throw new ParameterException(spec.commandLine(), "--method all: needs --quality");
        }
        if ((counterfactual || quality) && form == Form.HTML || quality && form == Form.JSON) {
            throw new ParameterException(spec.commandLine(), "--as: is for scores; edits are text or json, quality is text");
        }
    }

    private byte[] examples(ModelDirectory directory, Device opened, TextExplainer explainer, List<ExplainedTexts.Given> texts) throws IOException {
        List<TextInput> inputs = texts.stream().map(ExplainedTexts.Given::input).toList();
        var known = behind.read(directory, columns);
        var found = OptionWords.checked(spec.commandLine(), () -> new ExamplesBehind(
                directory, known, behind.ofInfluence(), behind.count(), how.ask().label()));
        for (Path checkpoint : behind.checkpoints()) {
            try (var earlier = TextExplainer.load(ModelDirectory.open(checkpoint), opened)) {
                read(found, checkpoint.toString(), earlier, inputs);
            }
        }
        read(found, directory.name(), explainer, inputs);
        var lines = new ByteArrayOutputStream();
        for (int t = 0; t < inputs.size(); t++) {
            lines.write(form == Form.TEXT ? bytes(found.lines(t))
                    : JsonWriter.object(JsonLayout.LINE, found.fields(t, withText())));
        }
        return lines.toByteArray();
    }

    private void read(ExamplesBehind found, String name, TextExplainer by, List<TextInput> asked) {
        OptionWords.checked(spec.commandLine(), () -> {
            found.readBy(name, by, asked);
            return found;
        });
    }

    private List<Explanation> explained(TextExplainer explainer, List<ExplainedTexts.Given> texts, AttributionMethod method) {
        return asked.each(texts, surroundings, given -> explainer.explain(given, how.ask(), method));
    }

    /// Curves are drawn of probabilities, whichever number is explained.
    private String judged(TextExplainer explainer, List<ExplainedTexts.Given> texts, List<AttributionMethod> methods) {
        Ask ask = how.ask();
        Ask shown = ask.withOutput(Output.PROBABILITY);
        if (how.isAll()) {
            return QualityTable.of(methods, asked.each(texts, surroundings, given -> QualityTable.of(
                    explainer.text(given, ask), explainer.text(given, shown), methods, how.seed()))).toText();
        }
        AttributionMethod method = methods.getFirst();
        return new QualitySummary(method.name(), asked.each(texts, surroundings, given -> Quality.of(
                explainer.text(given, ask), explainer.text(given, shown), method, how.seed()))).toText();
    }

    /// What the user typed needs no keeping back.
    private boolean withText() {
        return includeText || !asked.isFile();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
