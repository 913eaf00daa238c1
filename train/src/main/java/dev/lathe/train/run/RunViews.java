package dev.lathe.train.run;

import dev.lathe.train.watch.LayerWatch;
import dev.lathe.train.watch.WatchedSteps;
import java.nio.file.Path;
import java.util.Optional;

/// What a run shows of itself beside `metrics.jsonl` and its reports; docs/seeing.md has what is in it. None of it changes the model.
///
/// @param page whether the result has a page `report.html`
/// @param texts whether that page shows the texts of its errors
/// @param events where event files for TensorBoard go, if they are wanted
public record RunViews(boolean page, boolean texts, Optional<Events> events) {
    /// Nothing.
    public static final RunViews NONE = new RunViews(false, false, Optional.empty());

    /// Where event files go.
    public sealed interface Events {
        /// A folder `tensorboard` of the result, and of `<out>.partial` while the run goes on.
        record Inside() implements Events {
            static final String NAME = "tensorboard";
        }

        /// A folder of the user's own.
        record At(Path directory) implements Events {}
    }

    public RunViews withPage() {
        return new RunViews(true, texts, events);
    }

    public RunViews withTexts() {
        return new RunViews(page, true, events);
    }

    public RunViews withEvents(Events where) {
        return new RunViews(page, texts, Optional.of(where));
    }

    /// Who measures the layers, if someone wants to see that.
    ///
    /// @param steps of the whole training
    /// @param interval steps from one evaluation to the next
    Optional<LayerWatch> watch(int steps, int interval) {
        return page || events.isPresent()
                ? Optional.of(new LayerWatch(new WatchedSteps(steps, Math.min(steps, interval)), events.isPresent())) : Optional.empty();
    }

    Optional<Path> eventsDirectory(Path partial) {
        return events.map(where -> switch (where) {
            case Events.Inside() -> partial.resolve(Events.Inside.NAME);
            case Events.At(Path directory) -> directory;
        });
    }
}
