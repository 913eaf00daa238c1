package dev.lathe.cli;

import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.cli.options.AdapterArgument;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.progress.WorkProgress;
import dev.lathe.cli.terminal.Chunks;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.StandardInput;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.cli.terminal.TextLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lathe embed`: a vector for each line of a text file.
@Command(name = "embed", mixinStandardHelpOptions = true,
        description = "Writes an embedding of a text, or of each line of a text file, as the model's directory asks for: pooled, and "
                + "scaled to length 1 or not. Prefixes that a model asks for, such as "
                + "e5's 'query: ', are the caller's.",
        customSynopsis = "lathe embed --model DIR|NAME (--text TEXT | --input TXT) [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe embed --model all-MiniLM-L6-v2 --text \"The soup was cold.\"",
            "  lathe embed --model all-MiniLM-L6-v2 --input texts.txt --output vectors.npy"})
final class EmbedCommand implements Callable<Integer> {
    private static final Set<ModelHead> GIVES_LABELS = EnumSet.of(ModelHead.SEQUENCE_CLASSIFICATION, ModelHead.TOKEN_CLASSIFICATION);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelArgument model = new ModelArgument();

    @Mixin
    private AdapterArgument adapter = new AdapterArgument();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    @Option(names = "--text", paramLabel = "TEXT", description = "A text; may be given several times.")
    private List<String> texts = List.of();

    @Option(names = "--input", paramLabel = "TXT", converter = StandardInput.class,
            description = "A text file in UTF-8, a text a line; - for standard input.")
    private Optional<Path> input = Optional.empty();

    @Option(names = "--output", paramLabel = "FILE",
            description = "Where to write: a matrix for NumPy if its name ends in .npy, else JSON, a line a text; without it, or as -, "
                    + "standard output.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--pooling", paramLabel = "mean|cls|max",
            description = "How the tokens' vectors become one; default what the model's directory says, else mean.")
    private Optional<Pooling> pooling = Optional.empty();

    @Option(names = "--normalize", description = "Scale each vector to length 1, so that dot products are cosines; default what the "
            + "model's directory says.")
    private boolean normalize;

    @Option(names = "--no-normalize", description = "Leave each vector as long as it is.")
    private boolean noNormalize;

    @Option(names = "--max-length", paramLabel = "N",
            description = "Leave out what goes beyond N tokens, the special ones counted; default the model's limit.")
    private Optional<Integer> maxLength = Optional.empty();

    private final Surroundings surroundings;

    EmbedCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (texts.isEmpty() == input.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "needs --text or --input, one of the two");
        }
        if (normalize && noNormalize) {
            throw new ParameterException(spec.commandLine(), "--normalize and --no-normalize: give one of the two");
        }
        ModelDirectory directory = adapter.announced(model, surroundings);
        if (directory.config().head().filter(GIVES_LABELS::contains).isPresent()) {
            surroundings.say(("%s has a head for labels: vectors are its encoder's, without the head, and alike where labels are, "
                    + "which need not be where meanings are").formatted(directory.path()));
        }
        try (var lines = input.isPresent() ? TextLines.of(input.get(), surroundings) : null;
                var opened = device.open(surroundings, input.map(DeviceArgument::isShort).orElse(true));
                var embedder = TextEmbedder.load(directory, options(directory), opened);
                var vectors = VectorOutput.to(output, surroundings);
                var progress = new WorkProgress(surroundings, "embedding", input.isPresent() ? TextLines.count(input.get()) : 0)) {
            Chunks.Use<String> use = chunk -> {
                for (float[] vector : embedder.embedAll(chunk)) {
                    vectors.add(vector);
                }
                vectors.flush();
                progress.add(chunk.size());
            };
            if (lines != null) {
                lines.chunks(use);
            } else {
                use.accept(texts);
            }
            vectors.finish();
        }
        return ExitCode.DONE;
    }

    private TextEmbedder.Options options(ModelDirectory directory) throws IOException {
        var options = TextEmbedder.Options.of(directory);
        if (normalize || noNormalize) {
            options = options.withNormalize(normalize);
        }
        if (pooling.isPresent()) {
            options = options.withPooling(pooling.get());
        }
        if (maxLength.isPresent()) {
            options = options.withMaxLength(maxLength.get());
        }
        return options;
    }
}
