package dev.lathe.cli.trust;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.MaskFiller;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.cli.options.ColumnArguments;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ExampleArguments;
import dev.lathe.cli.options.ExplainArguments;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.progress.WorkProgress;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.cli.terminal.ResultFile;
import dev.lathe.cli.terminal.StandardInput;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.data.text.TextRow;
import dev.lathe.train.data.text.TextRows;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.trust.explain.Ask;
import dev.lathe.trust.explain.Counterfactual;
import dev.lathe.trust.explain.Counterfactuals;
import dev.lathe.trust.explain.Explanation;
import dev.lathe.trust.explain.Output;
import dev.lathe.trust.explain.Proposals;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
    /// Words that are proposed for each of a text's.
    private static final int PROPOSALS = 10;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelArgument model = new ModelArgument();

    @Option(names = "--text", paramLabel = "TEXT", description = "The text.")
    private Optional<String> text = Optional.empty();

    @Option(names = {"--text-pair", "--pair"}, paramLabel = "TEXT", description = "A second text that goes with it.")
    private Optional<String> pair = Optional.empty();

    @Option(names = "--question", paramLabel = "TEXT", description = "A question, for models that find answers.")
    private Optional<String> question = Optional.empty();

    @Option(names = "--context", paramLabel = "TEXT", description = "The text that the question is about.")
    private Optional<String> context = Optional.empty();

    @Option(names = "--input", paramLabel = "FILE", converter = StandardInput.class, description = "A file of texts, instead of the above.")
    private Optional<Path> input = Optional.empty();

    @Option(names = "--as", paramLabel = "text|json|html", defaultValue = "text",
            description = "Sentences and words, a line of JSON for each text, or a page; default ${DEFAULT-VALUE}.")
    private Form form = Form.TEXT;

    @Option(names = "--output", paramLabel = "FILE", description = "Where it is written; default standard output.")
    private Path output = Path.of("-");

    @Option(names = "--include-text", description = "Of a file, write the words into JSON too, beside their places.")
    private boolean includeText;

    @Option(names = "--quality", description = "Print how good the scores are, over all texts, in place of the scores.")
    private boolean quality;

    @Option(names = "--counterfactual", description = "Look for the smallest edit that changes a classifier's label, in place of scores.")
    private boolean counterfactual;

    @Option(names = "--mask-model", paramLabel = "DIR|NAME",
            description = "For --counterfactual: a model that guesses words, which proposes others; default words are only left out.")
    private Optional<String> maskModel = Optional.empty();

    @Option(names = "--budget", paramLabel = "N", defaultValue = "3",
            description = "For --counterfactual: words that may be edited; default ${DEFAULT-VALUE}.")
    private int budget;

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

    /// A text, and the line that it stands in, where there is a file.
    private record Given(TextInput input, @Nullable SourceLine source) {}

    @Override
    public Integer call() throws IOException {
        ResultFile file = ResultFile.at(output);
        List<AttributionMethod> methods = how.methods();
        checkForms();
        ModelDirectory directory = model.announced(surroundings);
        List<Given> texts = texts(directory);
        byte[] result;
        try (var opened = device.open(surroundings, input.map(DeviceArgument::isShort).orElse(true));
                var explainer = TextExplainer.load(directory, opened)) {
            result = behind.isGiven() ? examples(directory, opened, explainer, texts)
                    : counterfactual ? edits(directory, opened, explainer, texts)
                    : quality ? bytes(judged(explainer, texts, methods)) : ExplanationWriting.of(explained(explainer, texts, methods.getFirst()), form, includeText || input.isEmpty());
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
        if (maskModel.isPresent() && !counterfactual) {
            throw new ParameterException(spec.commandLine(), "--mask-model: needs --counterfactual");
        }
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

    private byte[] examples(ModelDirectory directory, Device opened, TextExplainer explainer, List<Given> texts) throws IOException {
        List<TextInput> asked = texts.stream().map(Given::input).toList();
        var known = behind.read(directory, columns);
        var found = OptionWords.checked(spec.commandLine(), () -> new ExamplesBehind(
                directory, known, behind.ofInfluence(), behind.count(), how.ask().label()));
        for (Path checkpoint : behind.checkpoints()) {
            try (var earlier = TextExplainer.load(ModelDirectory.open(checkpoint), opened)) {
                read(found, checkpoint.toString(), earlier, asked);
            }
        }
        read(found, directory.name(), explainer, asked);
        var lines = new ByteArrayOutputStream();
        for (int t = 0; t < asked.size(); t++) {
            lines.write(form == Form.TEXT ? bytes(found.lines(t))
                    : JsonWriter.object(JsonLayout.LINE, found.fields(t, includeText || input.isEmpty())));
        }
        return lines.toByteArray();
    }

    private void read(ExamplesBehind found, String name, TextExplainer by, List<TextInput> asked) {
        OptionWords.checked(spec.commandLine(), () -> {
            found.readBy(name, by, asked);
            return found;
        });
    }

    /// A line for each text: the edit that was found, or that none was.
    private byte[] edits(ModelDirectory directory, Device opened, TextExplainer explainer, List<Given> texts) throws IOException {
        try (var classifier = TextClassifier.load(directory, opened)) {
            if (maskModel.isEmpty()) {
                return edits(search(classifier, Proposals.DELETION), explainer, texts);
            }
            ModelDirectory guessing = model.other(maskModel.get(), surroundings);
            try (var filler = MaskFiller.load(guessing, opened)) {
                var proposals = Proposals.of(filler, guessing.tokenizer().specialTokens().mask(), PROPOSALS);
                return edits(search(classifier, proposals), explainer, texts);
            }
        }
    }

    private Counterfactuals search(TextClassifier classifier, Proposals proposals) {
        return OptionWords.checked(spec.commandLine(), () -> new Counterfactuals(classifier, proposals, budget));
    }

    private byte[] edits(Counterfactuals search, TextExplainer explainer, List<Given> texts) throws IOException {
        List<Optional<Counterfactual>> found = each(texts, given -> search.find(given, explainer.text(given, Ask.USUAL).words()));
        var lines = new ByteArrayOutputStream();
        for (Optional<Counterfactual> edit : found) {
            lines.write(form == Form.TEXT ? bytes(edit.map(Counterfactual::sentence).orElse("no edit found") + "\n")
                    : JsonWriter.object(JsonLayout.LINE, json -> {
                        if (edit.isPresent()) {
                            edit.get().writeFields(includeText || input.isEmpty(), json);
                        }
                    }));
        }
        return lines.toByteArray();
    }

    private List<Given> texts(ModelDirectory directory) throws IOException {
        int ways = (text.isPresent() ? 1 : 0) + (question.isPresent() ? 1 : 0) + (input.isPresent() ? 1 : 0);
        if (ways != 1) {
            throw new ParameterException(spec.commandLine(), "explain: give one of --text, --question with --context, and --input");
        }
        if (question.isPresent() != context.isPresent()) {
            throw new ParameterException(spec.commandLine(), question.isPresent() ? "--question: needs --context" : "--context: needs --question");
        }
        if (pair.isPresent() && text.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--text-pair: needs --text");
        }
        if (input.isPresent()) {
            Path path = input.get();
            List<TextRow> rows = TextRows.read(path, columns.format().orElseGet(() -> DataFormat.ofExtension(path)),
                    columns.columns(directory.path()));
            return rows.stream().map(row -> new Given(new TextInput(row.text(), Optional.ofNullable(row.textPair())), row.source())).toList();
        }
        return List.of(new Given(text.isPresent() ? new TextInput(text.get(), pair) : TextInput.of(question.orElseThrow(), context.orElseThrow()), null));
    }

    private List<Explanation> explained(TextExplainer explainer, List<Given> texts, AttributionMethod method) {
        return each(texts, given -> explainer.explain(given, how.ask(), method));
    }

    /// Curves are drawn of probabilities, whichever number is explained.
    private String judged(TextExplainer explainer, List<Given> texts, List<AttributionMethod> methods) {
        Ask ask = how.ask();
        Ask shown = ask.withOutput(Output.PROBABILITY);
        if (how.isAll()) {
            return QualityTable.of(methods, each(texts, given -> QualityTable.of(
                    explainer.text(given, ask), explainer.text(given, shown), methods, how.seed()))).toText();
        }
        AttributionMethod method = methods.getFirst();
        return new QualitySummary(method.name(), each(texts, given -> Quality.of(
                explainer.text(given, ask), explainer.text(given, shown), method, how.seed()))).toText();
    }

    /// What comes of each text; what is wrong with one of a file is said with its line.
    private <R> List<R> each(List<Given> texts, Function<TextInput, R> work) {
        List<R> results = new ArrayList<>();
        try (var progress = new WorkProgress(surroundings, "explaining", 0)) {
            for (Given given : texts) {
                results.add(of(given, work));
                progress.at(results.size(), texts.size());
            }
        }
        return results;
    }

    private <R> R of(Given given, Function<TextInput, R> work) {
        SourceLine source = given.source;
        if (source == null) {
            return OptionWords.checked(spec.commandLine(), () -> work.apply(given.input));
        }
        try {
            return work.apply(given.input);
        } catch (IllegalArgumentException e) {
            throw source.error(e.getMessage());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
