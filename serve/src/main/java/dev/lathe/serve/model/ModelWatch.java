package dev.lathe.serve.model;

import dev.lathe.bert.directory.ModelMemoryError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Replaces models whose directories have other contents than before: the new one is loaded beside the old one, answers some calls, and takes its
/// place.
///
/// A directory is looked at in turns. What differs is read when it has not changed from one look to the next, so that nobody's half of a copy is, and
/// what has the hashes of what is served is left alone. A directory that is gone, empty or broken changes nothing.
public final class ModelWatch implements AutoCloseable {
    private static final int WARM_UP_ROUNDS = 3;

    private final ServedModels models;
    private final Consumer<String> report;
    private final List<State> states = new ArrayList<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lathe-watch").factory());

    /// A model that is looked after.
    ///
    /// @param directories that it is read from: its own, and that of its base
    /// @param opening opens what is there now
    public record Watched(String name, List<Path> directories, Opening opening) {
        public Watched {
            directories = List.copyOf(directories);
        }
    }

    /// Opens a model.
    @FunctionalInterface
    public interface Opening {
        ServedModel open() throws IOException;
    }

    /// What is known of a model's directories.
    private static final class State {
        private final Watched watched;
        /// What was there when they were last found to be as served, or refused.
        private List<DirectoryContent> settled;
        /// What was there at the last look.
        private List<DirectoryContent> seen;
        private List<Map<String, String>> served;

        State(Watched watched) throws IOException {
            this.watched = watched;
            settled = stamps(watched);
            seen = settled;
            served = hashes(watched);
        }
    }

    /// Made before the models answer, so that no change is missed.
    ///
    /// @param report told in a sentence what was replaced, and what was not and why
    public ModelWatch(ServedModels models, List<Watched> watched, Consumer<String> report) throws IOException {
        this.models = models;
        this.report = report;
        for (Watched one : watched) {
            states.add(new State(one));
        }
    }

    /// Looks from now on.
    public void start(Duration pause) {
        looks.scheduleWithFixedDelay(this::look, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Looks once.
    void look() {
        for (State state : states) {
            try {
                look(state);
            } catch (IOException gone) {
                // What is not there or cannot be read is not served; what is served needs no file.
                state.seen = List.of();
            }
        }
    }

    private void look(State state) throws IOException {
        List<DirectoryContent> now = stamps(state.watched);
        boolean still = now.equals(state.seen);
        state.seen = now;
        if (!still || now.equals(state.settled) || now.stream().anyMatch(content -> content.files().isEmpty())) {
            return;
        }
        List<Map<String, String>> hashes = hashes(state.watched);
        if (!hashes.equals(state.served) && !replaced(state.watched, now)) {
            return;
        }
        state.settled = now;
        state.served = hashes;
    }

    /// @return false if the directory has changed meanwhile and is to be looked at again
    private boolean replaced(Watched watched, List<DirectoryContent> read) throws IOException {
        ServedModel next;
        try {
            next = watched.opening().open();
        } catch (IOException | RuntimeException | ModelMemoryError refused) {
            if (!stamps(watched).equals(read)) {
                return false;
            }
            report.accept("model '%s': not replaced, the one before serves on: %s".formatted(watched.name(), refused.getMessage()));
            return true;
        }
        if (!stamps(watched).equals(read)) {
            next.close();
            return false;
        }
        try {
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                next.warmUp();
            }
            models.replace(next);
            report.accept("model '%s': replaced by what is in %s now".formatted(watched.name(), watched.directories().getFirst()));
        } catch (IllegalArgumentException refused) {
            report.accept("model '%s': not replaced, the one before serves on: %s".formatted(watched.name(), refused.getMessage()));
        }
        return true;
    }

    private static List<DirectoryContent> stamps(Watched watched) throws IOException {
        var all = new ArrayList<DirectoryContent>();
        for (Path directory : watched.directories()) {
            all.add(DirectoryContent.of(directory));
        }
        return all;
    }

    private static List<Map<String, String>> hashes(Watched watched) throws IOException {
        var all = new ArrayList<Map<String, String>>();
        for (Path directory : watched.directories()) {
            all.add(DirectoryContent.hashes(directory));
        }
        return all;
    }

    /// Waits for a look that is under way.
    @Override
    public void close() {
        looks.close();
    }
}
