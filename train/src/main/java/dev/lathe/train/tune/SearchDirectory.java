package dev.lathe.train.tune;

import dev.lathe.bert.checkpoint.file.LockFile;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.Unfinished;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.output.OutputException;
import dev.lathe.train.output.TrainingRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/// The directory of a search.
///
/// | name | holds |
/// |---|---|
/// | `search.json` | what decides the trials |
/// | `journal.jsonl` | the trials that are done |
/// | `trials` | the best model so far, and the one that is trained |
/// | `model` | at the end, the best model |
/// | `trials.csv`, `trials.json`, `trials.svg` | at the end, the table and the plot |
/// | `seeds.jsonl`, `seeds.json` | the runs of one setting with several seeds |
public final class SearchDirectory implements AutoCloseable {
    private static final String PLAN = "search.json";

    private final Path directory;
    private final LockFile lock;

    private SearchDirectory(Path directory, LockFile lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /// Begins a search, or goes on with one.
    ///
    /// @param resume whether there may be one to go on with
    /// @throws OutputException if there is one and there may not, if it was begun with another plan, or if another process has it
    public static SearchDirectory open(Path directory, SearchPlan plan, boolean resume) throws IOException {
        Path file = directory.resolve(PLAN);
        if (!resume && Files.exists(directory)) {
            throw new OutputException(directory + ": exists; choose another directory, or --resume the search in it");
        }
        if (Files.exists(directory) && !Files.exists(file) && !isEmpty(directory)) {
            throw new OutputException(directory + ": holds no search (no " + PLAN + "); choose another directory");
        }
        Files.createDirectories(directory);
        LockFile lock = LockFile.tryAcquire(directory.resolve("search.lock")).orElseThrow(() -> new OutputException(
                directory + ": another search is writing to it; wait for it or choose another directory"));
        boolean sound = false;
        try {
            byte[] wanted = plan.toJson();
            if (!Files.exists(file)) {
                replace(file, wanted);
            } else if (!Arrays.equals(wanted, Files.readAllBytes(file))) {
                throw new OutputException(directory + ": was begun with another method, seed, space or other options, which " + PLAN + " tells");
            }
            sound = true;
            return new SearchDirectory(directory, lock);
        } finally {
            if (!sound) {
                lock.close();
            }
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.newDirectoryStream(directory, entry -> !entry.endsWith("search.lock"))) {
            return !entries.iterator().hasNext();
        }
    }

    /// The journal, to be closed.
    public Journal journal() throws IOException {
        return Journal.open(directory.resolve("journal.jsonl"));
    }

    /// The journal of the runs with several seeds, to be closed.
    public Journal seedJournal() throws IOException {
        return Journal.open(directory.resolve("seeds.jsonl"));
    }

    public Path trials() {
        return directory.resolve("trials");
    }

    public Path seeds() {
        return directory.resolve("seeds");
    }

    /// Where the best model is at the end.
    public Path model() {
        return directory.resolve("model");
    }

    /// Writes the tables and the plot, and gives the best model its name.
    public void complete(SearchResult result) throws IOException {
        if (result.best().isPresent()) {
            Path best = trials().resolve(Search.name(result.best().get().number()));
            // Absent if an earlier process has moved it.
            if (Files.exists(best)) {
                TrainingRecord.requireResult(best);
                OutputDirectory.discard(model());
                Files.move(best, model(), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        var table = new SearchTable(result);
        replace(directory.resolve("trials.csv"), table.toCsv());
        replace(directory.resolve("trials.json"), table.toJson());
        replace(directory.resolve("trials.svg"), new SearchPlot(result).toSvg());
    }

    /// Writes the table of the runs with several seeds, whose models are not kept.
    public void completeSeeds(SearchResult result) throws IOException {
        replace(directory.resolve("seeds.json"), new SearchTable(result).toJson());
        for (Trial trial : result.trials()) {
            OutputDirectory.discard(seeds().resolve(Search.name(trial.number())));
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        try (Unfinished unfinished = Unfinished.beside(file)) {
            NamedWriting.of(file, () -> Files.write(unfinished.path(), content));
            unfinished.publish();
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
