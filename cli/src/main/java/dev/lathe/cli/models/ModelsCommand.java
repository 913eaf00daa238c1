package dev.lathe.cli.models;

import dev.lathe.bert.hub.KnownModel;
import dev.lathe.bert.hub.KnownModels;
import dev.lathe.cli.fetch.ModelLibrary;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lathe models`: the models that can be had by name.
@Command(name = "models", mixinStandardHelpOptions = true, description = "Lists the models that can be had by name.",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe models",
            "  lathe models --check"})
public final class ModelsCommand implements Callable<Integer> {
    private static final String ROW = "%-18s  %-10s  %10s  %8s  %-6s  %s%n";
    private static final double MILLION = 1e6;

    @Option(names = "--check", description = "Read every byte of the models in the cache, and fail if one has changed.")
    private boolean check;

    private final Surroundings surroundings;

    public ModelsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var library = new ModelLibrary(surroundings);
        row("name", "licence", "parameters", "download", "cached", "artifact");
        for (KnownModel model : KnownModels.all()) {
            row(model.name(), model.licence(), String.format(Locale.ROOT, "%.1f M", model.parameters() / MILLION),
                    ModelLibrary.megabytes(model.artifact().bytes()), library.has(model) ? "yes" : "no",
                    model.artifact().coordinates());
        }
        if (check) {
            for (KnownModel model : KnownModels.all()) {
                if (library.has(model)) {
                    library.check(model);
                }
            }
        }
        return ExitCode.DONE;
    }

    private void row(Object... cells) {
        surroundings.out().printf(Locale.ROOT, ROW, cells);
    }
}
