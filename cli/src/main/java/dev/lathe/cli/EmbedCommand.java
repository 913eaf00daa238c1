package dev.lathe.cli;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.predict.ResultJson;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.terminal.Chunks;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.JsonLines;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.cli.terminal.TextLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lathe embed`: a vector for each line of a text file.
@Command(name = "embed", mixinStandardHelpOptions = true,
        description = "Writes an embedding for each line of a text file, as JSON. Prefixes that a model asks for, such as "
                + "e5's 'query: ', are the caller's.")
final class EmbedCommand implements Callable<Integer> {
    @Mixin
    private ModelArgument model = new ModelArgument();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    @Option(names = "--input", required = true, paramLabel = "TXT", description = "A text file in UTF-8.")
    private Path input = Path.of("");

    @Option(names = "--output", paramLabel = "JSONL", description = "Where to write; without it, or as -, standard output.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--pooling", paramLabel = "mean|cls|max",
            description = "How the tokens' vectors become one; default what the model's directory says, else mean.")
    private Optional<Pooling> pooling = Optional.empty();

    @Option(names = "--normalize", description = "Scale each vector to length 1, so that dot products are cosines.")
    private boolean normalize;

    @Option(names = "--max-length", paramLabel = "N",
            description = "Leave out what goes beyond N tokens, the special ones counted; default the model's limit.")
    private Optional<Integer> maxLength = Optional.empty();

    private final Surroundings surroundings;

    EmbedCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        ModelDirectory directory = model.announced(surroundings);
        var options = TextEmbedder.Options.of(directory).withNormalize(normalize);
        if (pooling.isPresent()) {
            options = options.withPooling(pooling.get());
        }
        if (maxLength.isPresent()) {
            options = options.withMaxLength(maxLength.get());
        }
        try (TextLines lines = TextLines.of(input);
                var opened = device.open(surroundings, DeviceArgument.isShort(input));
                var embedder = TextEmbedder.load(directory, options, opened);
                JsonLines results = JsonLines.to(output, surroundings)) {
            Chunks.of(lines, chunk -> {
                for (float[] vector : embedder.embedAll(chunk)) {
                    results.add(json -> ResultJson.vector(vector, json));
                }
            });
            results.finish();
        }
        return ExitCode.DONE;
    }
}
