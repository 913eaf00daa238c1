package dev.lathe.cli.options;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.train.run.RunViews;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What a run shows of itself: options of `finetune`.
@OptionGroup(OptionGroup.VIEW)
public final class ViewArguments {
    /// What stands for a folder that is not named.
    private static final String INSIDE = "";

    /// How the course of a run is told on standard error.
    public enum ProgressForm {
        /// For people.
        AUTO,
        /// A line of JSON an event.
        JSON
    }

    @Option(names = "--tensorboard", arity = "0..1", fallbackValue = INSIDE, paramLabel = "DIR",
            description = "Write event files for TensorBoard to this folder; without DIR to the folder tensorboard of the result, "
                    + "which is in its DIR.partial while the run goes on.")
    private Optional<String> events = Optional.empty();

    @Option(names = "--report-html",
            description = "Write a page report.html into the result: curves, layers, confusions, calibration, errors, data, time and memory.")
    private boolean page;

    @Option(names = "--show-texts", description = "Show the texts of the worst errors on that page.")
    private boolean texts;

    @Option(names = "--progress", paramLabel = "auto|json", defaultValue = "auto",
            description = "Tell the course of the run on standard error for people (auto), or as lines of JSON for programs (json); "
                    + "default ${DEFAULT-VALUE}.")
    private ProgressForm progress = ProgressForm.AUTO;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @throws ParameterException if texts are wanted and no page
    public RunViews views() {
        if (texts && !page) {
            throw new ParameterException(spec.commandLine(), "--show-texts: needs --report-html");
        }
        RunViews views = page ? RunViews.NONE.withPage() : RunViews.NONE;
        if (texts) {
            views = views.withTexts();
        }
        return events.isEmpty() ? views : views.withEvents(events.get().equals(INSIDE)
                ? new RunViews.Events.Inside() : new RunViews.Events.At(Path.of(events.get())));
    }

    /// Whether the run is told as JSON.
    public boolean asJson() {
        return progress == ProgressForm.JSON;
    }
}
