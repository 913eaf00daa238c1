package dev.lathe.cli.models;

import dev.lathe.cli.options.AdapterArgument;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.run.model.AdapterMerge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lathe merge`: a plain model of a base and an adapter.
@Command(name = "merge", mixinStandardHelpOptions = true,
        description = "Writes a plain model of a base and its adapter, for tools that know nothing of adapters. Both stay as they are.",
        customSynopsis = "lathe merge --model DIR|NAME [--adapter DIR] --to DIR [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe merge --model my-adapter --to my-model",
            "  lathe merge --model all-MiniLM-L6-v2 --adapter my-adapter --to my-model"})
public final class MergeCommand implements Callable<Integer> {
    @Mixin
    private ModelArgument model = new ModelArgument();

    @Mixin
    private AdapterArgument adapter = new AdapterArgument();

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "Directory of the result.")
    private Path to = Path.of("");

    @Option(names = "--overwrite", description = "Replace a model directory that is there, at the very end.")
    private boolean overwrite;

    private final Surroundings surroundings;

    public MergeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        AdapterMerge.run(adapter.announced(model, surroundings), to,
                overwrite ? ExistingOutput.OVERWRITE : ExistingOutput.REFUSE);
        surroundings.say("the model is in " + to);
        return ExitCode.DONE;
    }
}
