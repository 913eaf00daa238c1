package dev.lathe.cli;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.ModelConfig;
import dev.lathe.bert.ModelDirectory;
import dev.lathe.bert.ModelFamily;
import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.train.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `lathe info`: what a model is.
@Command(name = "info", mixinStandardHelpOptions = true,
        description = "Tells what a model is: architecture, parameters, tokenizer, task, labels, type of its numbers.")
final class InfoCommand implements Callable<Integer> {
    @Mixin
    private ModelArgument model = new ModelArgument();

    private final Surroundings surroundings;

    InfoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var directory = ModelDirectory.open(model.directory(surroundings));
        BertConfig bert = directory.config().bert();
        line("model", directory.path().toString());
        line("architecture", directory.config().architecture());
        line("layers", "%d, hidden %d, %d heads of %d, intermediate %d, %s".formatted(
                bert.numHiddenLayers(), bert.hiddenSize(), bert.numAttentionHeads(), bert.headSize(),
                bert.intermediateSize(), bert.hiddenAct().key()));
        line("positions", Integer.toString(bert.maxPositionEmbeddings()));
        line("tokenizer", "WordPiece, %d tokens, %s".formatted(
                directory.tokenizer().vocabulary().size(),
                directory.tokenizer().options().lowercase() ? "lower case" : "cased"));
        line("task", task(directory.config(), directory.path()));
        if (!directory.config().labels().isEmpty()) {
            line("labels", String.join(", ", directory.config().labels()).replaceAll("\\p{Cc}", "\uFFFD"));
        }
        try (Checkpoint weights = directory.openWeights()) {
            parameters(weights);
        }
        return ExitCode.DONE;
    }

    private static String task(ModelConfig config, Path directory) {
        return Task.of(config, directory).map(Task::name).orElse("none trained; embeddings, or a base to fine-tune");
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
        String path = Arrays.stream(ModelFamily.values())
                .map(family -> family.modelType() + ".")
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
        return path.substring(0, path.indexOf('.') < 0 ? path.length() : path.indexOf('.'));
    }

    private void line(String name, String value) {
        surroundings.out().println(name + " ".repeat(Math.max(1, 14 - name.length())) + value);
    }
}
