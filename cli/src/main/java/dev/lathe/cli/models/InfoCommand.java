package dev.lathe.cli.models;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.LegibleName;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelFamily;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.SentenceInput;
import dev.lathe.cli.options.AdapterArgument;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.run.Tasks;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lathe info`: what a model is.
@Command(name = "info", mixinStandardHelpOptions = true,
        description = "Tells what a model is: architecture, parameters, tokenizer, task, labels, type of its numbers.",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe info --model all-MiniLM-L6-v2",
            "  lathe info --model my-model --labels"})
public final class InfoCommand implements Callable<Integer> {
    private static final int MOST_LABELS = 12;

    @Mixin
    private ModelArgument model = new ModelArgument();

    @Mixin
    private AdapterArgument adapter = new AdapterArgument();

    @Option(names = "--labels", description = "Show every label, on a line of its own; default the first 12.")
    private boolean allLabels;

    private final Surroundings surroundings;

    public InfoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        ModelDirectory directory = adapter.announced(model, surroundings);
        BertConfig bert = directory.config().bert();
        line("model", directory.path().toString());
        line("architecture", directory.config().architecture());
        line("layers", "%d, hidden %d, %d heads of %d, intermediate %d, %s".formatted(
                bert.numHiddenLayers(), bert.hiddenSize(), bert.numAttentionHeads(), bert.headSize(),
                bert.intermediateSize(), bert.hiddenAct().key()));
        line("positions", Integer.toString(bert.maxPositionEmbeddings()));
        line("tokenizer", "%s, %d tokens, %s".formatted(
                directory.tokenizer().kind(), directory.tokenizer().vocabulary().size(),
                directory.tokenizer().lowercases() ? "lower case" : "cased"));
        embeddings(directory.sentenceModules().input());
        directory.adapter().ifPresent(found -> line("adapter", "%s, of the base in %s".formatted(
                found.config().method().name(), found.base())));
        line("task", task(directory.config(), directory.path()));
        labels(directory.config().labels());
        try (Checkpoint weights = directory.openWeights()) {
            parameters(weights);
        }
        return ExitCode.DONE;
    }

    private void labels(List<String> labels) {
        if (allLabels) {
            labels.forEach(label -> line("label", legible(LegibleName.of(label))));
        } else if (!labels.isEmpty()) {
            line("labels", legible(LegibleName.list(labels, MOST_LABELS)) + (labels.size() > MOST_LABELS ? "; --labels shows all" : ""));
        }
    }

    /// What of a text an embedding does not see as it is, if anything.
    private void embeddings(SentenceInput input) {
        var said = new ArrayList<String>();
        input.maxLength().ifPresent(tokens -> said.add("of " + tokens + " tokens at most"));
        if (input.lowercase()) {
            said.add("lower-cased");
        }
        if (!input.prompt().isEmpty()) {
            said.add("behind '" + legible(LegibleName.of(input.prompt())) + "'");
        }
        if (!said.isEmpty()) {
            line("embeddings", String.join(", ", said));
        }
    }

    private static String legible(String text) {
        return text.replaceAll("\\p{Cc}", "\uFFFD");
    }

    private static String task(ModelConfig config, Path directory) {
        return Tasks.of(config, directory).map(Task::name).orElse("none trained; embeddings, or a base to fine-tune");
    }

    private void parameters(Checkpoint weights) throws IOException {
        Map<String, Long> parts = new LinkedHashMap<>();
        Set<String> types = new LinkedHashSet<>();
        long total = 0;
        for (String name : weights.names()) {
            TensorEntry entry = weights.entry(name);
            parts.merge(part(name), entry.elements(), Long::sum);
            types.add(entry.type().name());
            total += entry.elements();
        }
        line("dtype", String.join(", ", types));
        parts.forEach((part, count) -> line("parameters", String.format(Locale.ROOT, "%-12s %,15d", part, count)));
        line("parameters", String.format(Locale.ROOT, "%-12s %,15d", "total", total));
    }

    private static String part(String name) {
        String path = ModelFamily.ALL.stream()
                .map(family -> family.modelType() + ".")
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
        return legible(LegibleName.of(path.substring(0, path.indexOf('.') < 0 ? path.length() : path.indexOf('.'))));
    }

    private void line(String name, String value) {
        surroundings.out().println(name + " ".repeat(Math.max(1, 14 - name.length())) + value);
    }
}
