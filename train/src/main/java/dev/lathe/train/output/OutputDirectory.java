package dev.lathe.train.output;

import static dev.lathe.train.output.DurableFiles.exists;

import dev.lathe.bert.checkpoint.file.FileTree;
import dev.lathe.bert.checkpoint.file.LockFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The directory `--out`, which appears whole at the end of a run. The run works in `<out>.partial/`; [#complete] brings that onto
/// the disk and gives it the name `out`. A run that is killed at any moment leaves the old result or the new one, and if it is
/// killed in the instant between moving one away and the other in, [#open] or [#recover] puts the new one in its place.
///
/// A second run with the same `--out` is refused while the first one lives, in this process or another one.
public final class OutputDirectory implements AutoCloseable {

    // What every result holds. Asked for before anything is replaced, so that a mistyped --out deletes no home directory.
    private static final String MARK_OF_A_MODEL = "config.json";

    private final Path given;
    private final OutputNames names;
    private final LockFile lock;
    private final List<String> notices = new ArrayList<>();
    private boolean mayReplace;
    private boolean resuming;
    private boolean finished;
    private boolean leavesWork = true;

    private OutputDirectory(Path given, OutputNames names, LockFile lock) {
        this.given = given;
        this.names = names;
        this.lock = lock;
    }

    /// Prepares a run: mends what a killed one left, applies the policy, and creates `<out>.partial/` unless it goes on with one.
    ///
    /// @param out the directory to be; its parents are created
    /// @param policy what to do if it is there
    /// @return the directory, to be closed at the end in any case
    /// @throws OutputException if another run is writing to it, if it exists and may not be replaced, or is no model directory
    /// @throws IOException if the file system fails
    public static OutputDirectory open(Path out, ExistingOutput policy) throws IOException {
        OutputNames names = OutputNames.of(out);
        createParent(names);
        LockFile lock = LockFile.tryAcquire(names.lock()).orElseThrow(() -> new OutputException(
                out + ": another run is writing to it; wait for it or choose another directory"));
        OutputDirectory directory = new OutputDirectory(out, names, lock);
        boolean prepared = false;
        try {
            directory.prepare(policy);
            prepared = true;
            return directory;
        } finally {
            if (!prepared) {
                directory.close();
            }
        }
    }

    /// As [#open], for work that no later run goes on with: [#close] deletes what did not become a result.
    public static OutputDirectory openAtOnce(Path out, ExistingOutput policy) throws IOException {
        OutputDirectory directory = open(out, policy);
        directory.leavesWork = false;
        return directory;
    }

    /// Looks whether [#open] would refuse a result that is there, before any work is done for a new one. Changes nothing.
    ///
    /// @param out the directory to be
    /// @param policy what to do if it is there
    /// @throws OutputException if it exists and may not be replaced
    public static void requireAbsent(Path out, ExistingOutput policy) {
        if (policy == ExistingOutput.REFUSE && exists(OutputNames.of(out).out())) {
            throw refusal(out);
        }
    }

    private static OutputException refusal(Path out) {
        return new OutputException(out + ": exists; choose another directory, or overwrite it");
    }

    /// Mends what a killed run left, for whoever wants to read the directory. Does nothing if there is nothing to mend or a
    /// living run is at it.
    ///
    /// @param out the directory
    /// @return what was mended, for the user; empty if nothing was
    /// @throws IOException if the file system fails
    public static Optional<String> recover(Path out) throws IOException {
        OutputNames names = OutputNames.of(out);
        if (!exists(names.complete()) && !exists(names.previous())) {
            return Optional.empty();
        }
        Optional<LockFile> lock = LockFile.tryAcquire(names.lock());
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try (LockFile _ = lock.get()) {
            return new Succession(names).settle().map(notice -> out + ": " + notice);
        }
    }

    /// Deletes a result that is of no use any more, and whatever runs have left beside it. Does nothing if nothing is there.
    ///
    /// @param out the directory
    /// @throws OutputException if a run is writing to it
    /// @throws IOException if the file system fails
    public static void discard(Path out) throws IOException {
        OutputNames names = OutputNames.of(out);
        if (!exists(names.parent())) {
            return;
        }
        try (LockFile _ = LockFile.tryAcquire(names.lock()).orElseThrow(() -> new OutputException(
                out + ": another run is writing to it"))) {
            for (Path path : List.of(names.out(), names.partial(), names.complete(), names.previous(), names.discarded())) {
                FileTree.delete(path);
            }
        }
    }

    private static void createParent(OutputNames names) throws IOException {
        try {
            Files.createDirectories(names.parent());
        } catch (FileAlreadyExistsException e) {
            throw new OutputException(e.getFile() + ": a file, not a directory, so nothing can be put below it");
        }
    }

    private void prepare(ExistingOutput policy) throws IOException {
        new Succession(names).settle().ifPresent(this::addNotice);
        boolean resultExists = exists(names.out());
        boolean workExists = exists(names.partial());
        switch (policy) {
            case REFUSE -> {
                if (resultExists) {
                    throw refusal(given);
                }
            }
            case OVERWRITE -> mayReplace = true;
            case RESUME -> {
                mayReplace = exists(OutputNames.leaveToReplace(names.partial()));
                resuming = workExists;
                finished = resultExists && !workExists;
                if (resultExists && workExists && !mayReplace) {
                    throw new OutputException(given + ": has appeared since the run that left " + names.partial().getFileName()
                            + " began; move one of them away");
                }
            }
        }
        if (resultExists && mayReplace) {
            requireReplaceable();
        }
        if (workExists && !resuming) {
            boolean hasCheckpoint = hasCheckpoint();
            new Succession(names).discard(names.partial());
            addNotice("deleted the work of an earlier run that did not finish"
                    + (hasCheckpoint ? "; --resume would have continued it" : ""));
        }
        if (!finished) {
            createWork();
        }
    }

    /// Makes it under a name that is deleted by whoever comes next, so that work without its leave is never seen.
    private void createWork() throws IOException {
        if (resuming) {
            Files.createDirectories(names.checkpoints());
            return;
        }
        Path fresh = names.discarded();
        Files.createDirectories(fresh.resolve(OutputNames.CHECKPOINTS));
        if (mayReplace) {
            Files.createFile(OutputNames.leaveToReplace(fresh));
        }
        DurableFiles.move(fresh, names.partial());
    }

    private void requireReplaceable() throws IOException {
        if (!Files.isDirectory(names.out())) {
            throw new OutputException(given + ": a file, not a directory; choose another name");
        }
        if (!Files.getFileStore(names.out()).equals(Files.getFileStore(names.parent()))) {
            throw new OutputException(given + ": a mount point, which can't be replaced; choose a directory inside it");
        }
        if (!exists(names.out().resolve(MARK_OF_A_MODEL)) && !isEmpty(names.out())) {
            throw new OutputException(given + ": not replaced, for it holds something other than a model (no "
                    + MARK_OF_A_MODEL + "); choose another directory");
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    private void addNotice(String notice) {
        notices.add(given + ": " + notice);
    }

    private boolean hasCheckpoint() throws IOException {
        if (!exists(names.checkpoints())) {
            return false;
        }
        try (DirectoryStream<Path> checkpoints = Files.newDirectoryStream(names.checkpoints(), Files::isDirectory)) {
            return checkpoints.iterator().hasNext();
        }
    }

    /// Where the run writes what the result will hold.
    ///
    /// @return `<out>.partial/`
    public Path partial() {
        return names.partial();
    }

    /// Where the run keeps its checkpoints, beside an empty file `may-overwrite` if it has leave to; not part of the result.
    ///
    /// @return `<out>.partial/checkpoints/`
    public Path checkpoints() {
        return names.checkpoints();
    }

    /// Deletes what the run to go on with had begun to write beside its checkpoints and the files of these names: all of it is
    /// written again. Does nothing unless [#resuming].
    ///
    /// @param kept names in `<out>.partial/`
    /// @throws IOException if the file system fails
    public void sweep(Set<String> kept) throws IOException {
        if (resuming) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(names.partial())) {
                for (Path entry : entries) {
                    if (!entry.equals(names.checkpoints()) && !kept.contains(String.valueOf(entry.getFileName()))) {
                        FileTree.delete(entry);
                    }
                }
            }
        }
    }

    /// The directory that is to be.
    ///
    /// @return `<out>`, absolute
    public Path out() {
        return names.out();
    }

    /// Whether `<out>.partial/` is that of an earlier run to go on with; only with [ExistingOutput#RESUME].
    ///
    /// @return whether there may be checkpoints
    public boolean resuming() {
        return resuming;
    }

    /// Whether the result is there and there is nothing to do; only with [ExistingOutput#RESUME].
    ///
    /// @return whether the run is finished
    public boolean finished() {
        return finished;
    }

    /// What was found and mended or deleted, a line each, for the user.
    ///
    /// @return an immutable list, empty most of the time
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /// Makes the result appear: brings every file onto the disk, drops the checkpoints, moves the old result away and the new one in.
    ///
    /// @throws OutputException if a directory of this name has appeared since [#open]; the work stays in `<out>.partial/`
    /// @throws IllegalStateException if the run is finished already
    /// @throws IOException if the file system fails; the work stays in `<out>.partial/` or `<out>.complete/`
    public void complete() throws IOException {
        if (finished) {
            throw new IllegalStateException(given + ": is complete already");
        }
        leavesWork = true;
        if (exists(names.out()) && !mayReplace) {
            throw new OutputException(given + ": has appeared since the run began; the result is in " + names.partial());
        }
        DurableFiles.syncTree(names.partial());
        DurableFiles.rename(names.partial(), names.complete());
        finished = true;
        new Succession(names).settle();
    }

    /// Lets go of the directory. What is in `<out>.partial/` stays for a run that resumes, unless it was [#openAtOnce].
    ///
    /// @throws IOException if the file system fails
    @Override
    public void close() throws IOException {
        try (lock) {
            if (!leavesWork && !finished) {
                FileTree.delete(names.partial());
            }
        }
    }
}
