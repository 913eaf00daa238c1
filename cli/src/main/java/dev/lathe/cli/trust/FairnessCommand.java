package dev.lathe.cli.trust;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.bert.predict.TextInput;
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
import dev.lathe.trust.fairness.NameTemplates;
import dev.lathe.trust.fairness.PairedGap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lathe fairness`: what a model's vectors associate, and what a name does to its scores.
@Command(name = "fairness", mixinStandardHelpOptions = true,
        description = "Measures what a model makes of groups of people. weat: what its vectors associate with two sets of words or "
                + "sentences. probe: how a classifier's scores differ where sentences differ in a name only. How it does in groups is told by 'lathe evaluate --group'.",
        customSynopsis = {"lathe fairness weat --model DIR|NAME --words FILE [--seed N] [--report JSON]",
            "lathe fairness probe --model DIR|NAME --templates FILE --names FILE --label LABEL [--seed N] [--report JSON]"},
        footerHeading = "%nExamples:%n", footer = {
            "  lathe fairness weat --model all-MiniLM-L6-v2 --words words.json",
            "  lathe fairness probe --model my-model --templates s.txt --names names.json --label bad"})
public final class FairnessCommand implements Callable<Integer> {
    /// What is done.
    public enum Action {
        WEAT, PROBE
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "weat|probe", description = "What to do.")
    private Action action = Action.WEAT;

    @Option(names = "--model", paramLabel = "DIR|NAME", description = "Whose vectors or scores are looked at.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--words", paramLabel = "FILE",
            description = "For weat: a JSON object of two sets of targets, two of attributes, and perhaps templates with {} for the word.")
    private Optional<Path> words = Optional.empty();

    @Option(names = "--templates", paramLabel = "FILE", description = "For probe: sentences, one a line, with {} for the name.")
    private Optional<Path> templates = Optional.empty();

    @Option(names = "--names", paramLabel = "FILE", description = "For probe: a JSON object of two groups and their names.")
    private Optional<Path> names = Optional.empty();

    @Option(names = "--label", paramLabel = "LABEL", description = "For probe: the label whose score is compared.")
    private Optional<String> label = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42",
            description = "Seed of partitions or signs, where all are too many; default ${DEFAULT-VALUE}.")
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
            case PROBE -> probe(file);
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

    private void probe(Optional<ResultFile> file) throws IOException {
        if (model.isEmpty() || templates.isEmpty() || names.isEmpty() || label.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "probe: needs --model, --templates, --names and --label");
        }
        NameTemplates asked = NameTemplates.read(templates.get(), names.get());
        ModelDirectory directory = ModelArgument.announced(model.get(), surroundings);
        try (var opened = device.open(surroundings, true); var classifier = TextClassifier.load(directory, opened)) {
            if (!classifier.labels().contains(label.get())) {
                throw new ParameterException(spec.commandLine(), "--label %s: is none of %s".formatted(
                        label.get(), String.join(", ", classifier.labels())));
            }
            double[] first = means(classifier, asked, asked.names().firstEntry().getValue());
            double[] second = means(classifier, asked, asked.names().lastEntry().getValue());
            var differences = new double[first.length];
            Arrays.setAll(differences, i -> first[i] - second[i]);
            PairedGap gap = PairedGap.of(differences, seed);
            String one = asked.names().firstEntry().getKey();
            String other = asked.names().lastEntry().getKey();
            double a = Arrays.stream(first).average().orElseThrow();
            double b = Arrays.stream(second).average().orElseThrow();
            String text = "score of '%s', %d sentences\n%s  %s\n%s  %s\ndifference  %s\np           %s, by %s%d choices of signs\n".formatted(
                    label.get(), first.length, one, FixedPoint.of(a, 4), other, FixedPoint.of(b, 4), FixedPoint.of(gap.mean(), 4),
                    FixedPoint.of(gap.p(), 5), gap.exact() ? "all " : "", gap.ways());
            write(file, text, json -> {
                json.writeStringField("label", label.get());
                json.writeObjectFieldStart("scores");
                json.writeNumberField(one, a);
                json.writeNumberField(other, b);
                json.writeEndObject();
                json.writeNumberField("difference", gap.mean());
                json.writeNumberField("p", gap.p());
                json.writeNumberField("ways", gap.ways());
                json.writeBooleanField("exact", gap.exact());
                json.writeArrayFieldStart("by_sentence");
                for (double difference : differences) {
                    json.writeNumber(difference);
                }
                json.writeEndArray();
            });
        }
    }

    /// The mean score of each sentence over the names of a group.
    private double[] means(TextClassifier classifier, NameTemplates asked, List<String> group) {
        return asked.templates().stream().mapToDouble(template -> classifier.predictAll(TextInput.all(asked.texts(template, group))).stream()
                .mapToDouble(prediction -> prediction.scores().get(label.orElseThrow())).average().orElseThrow()).toArray();
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
