package dev.lathe.cli;

import dev.lathe.bert.pretrained.KnownModel;
import dev.lathe.bert.pretrained.KnownModels;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `lathe models`: the models that can be had by name.
@Command(name = "models", mixinStandardHelpOptions = true, description = "Lists the models that can be had by name.")
final class ModelsCommand implements Callable<Integer> {
    private static final String ROW = "%-18s  %-10s  %10s  %8s  %-6s  %s%n";
    private static final double MILLION = 1e6;

    private final Surroundings surroundings;

    ModelsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var library = new ModelLibrary(surroundings);
        row("name", "licence", "parameters", "download", "cached", "artifact");
        for (KnownModel model : KnownModels.all()) {
            row(model.name(), model.licence(), String.format(Locale.ROOT, "%.1f M", model.parameters() / MILLION),
                    ModelLibrary.megabytes(model.artifact().bytes()), library.has(model) ? "yes" : "no",
                    model.artifact().coordinates());
        }
        return ExitCode.DONE;
    }

    private void row(Object... cells) {
        surroundings.out().printf(Locale.ROOT, ROW, cells);
    }
}
