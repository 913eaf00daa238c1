package dev.lathe.cli.models;

import dev.lathe.bert.hub.KnownModel;
import dev.lathe.bert.hub.KnownModels;
import dev.lathe.cli.fetch.DemoData;
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

/// `lathe fetch`: gets a known model, or the demo's data, before it is needed, or to a place of one's own.
@Command(name = "fetch", mixinStandardHelpOptions = true,
        description = "Gets a known model and prints its directory, which is in Hugging Face's layout; or the demo's labelled sentences.",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe fetch all-MiniLM-L6-v2 --to all-MiniLM-L6-v2",
            "  lathe fetch review-sentences --to data"})
public final class FetchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "A name that 'lathe models' lists, or " + DemoData.NAME + ".")
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
        Path directory = name.equals(DemoData.NAME) ? DemoData.obtain(surroundings).directory() : model();
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

    private Path model() throws IOException {
        KnownModel model = KnownModels.named(name).orElseThrow(
                () -> new CommandFailure(name + ": not a known model; 'lathe models' lists those"));
        return new ModelLibrary(surroundings).obtain(model);
    }

    private void refuseAnythingBut(Path directory, Path copy) throws IOException {
        if (!DirectoryCopy.isCopy(directory, copy)) {
            throw new CommandFailure(copy + ": exists and is not " + name + "; remove it or choose another directory");
        }
    }
}
