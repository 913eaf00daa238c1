package dev.lathe.cli.models;

import dev.lathe.bert.hub.KnownModel;
import dev.lathe.bert.hub.KnownModels;
import dev.lathe.cli.fetch.ModelLibrary;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.DirectoryCopy;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lathe fetch`: gets a known model before it is needed, or to a place of one's own.
@Command(name = "fetch", mixinStandardHelpOptions = true,
        description = "Gets a known model and prints its directory, which is in Hugging Face's layout.",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe fetch all-MiniLM-L6-v2 --to all-MiniLM-L6-v2"})
public final class FetchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "A name that 'lathe models' lists.")
    private String name = "";

    @Option(names = "--to", paramLabel = "DIR",
            description = "Copy it to this new directory; without it, it stays in the cache.")
    private Optional<Path> target = Optional.empty();

    private final Surroundings surroundings;

    public FetchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        KnownModel model = KnownModels.named(name).orElseThrow(
                () -> new CommandFailure(name + ": not a known model; 'lathe models' lists those"));
        Path directory = new ModelLibrary(surroundings).obtain(model);
        if (target.isPresent()) {
            Path copy = target.get();
            if (Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
                refuseAnythingBut(directory, copy);
            } else {
                DirectoryCopy.of(directory, copy);
            }
            directory = copy;
        }
        surroundings.out().println(directory);
        return ExitCode.DONE;
    }

    private void refuseAnythingBut(Path directory, Path copy) throws IOException {
        if (!DirectoryCopy.isCopy(directory, copy)) {
            throw new CommandFailure(copy + ": exists and is not " + name + "; remove it or choose another directory");
        }
    }
}
