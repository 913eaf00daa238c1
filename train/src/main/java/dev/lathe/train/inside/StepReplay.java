package dev.lathe.train.inside;

import dev.lathe.Device;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.TrainingCancelledException;
import dev.lathe.train.run.TrainingListener;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Does steps of a training again from its checkpoint, on a copy: the same losses and gradients to the bit, on any number of threads, and
/// as often as one likes. With a rule or an observer of one's own in the recipe, a step can be looked into after the fact.
public final class StepReplay {
    private final Function<Path, FineTuning> recipe;
    private final Path copy;

    /// @param recipe makes the fine-tuning with the model, data and options that the run was begun with, for another directory
    /// @param copy where the copy works; nothing may be there, and nothing is left
    public StepReplay(Function<Path, FineTuning> recipe, Path copy) {
        this.recipe = recipe;
        this.copy = copy;
    }

    /// Does the steps after the last checkpoint again.
    ///
    /// @param out of the run that was stopped: its checkpoint is in `<out>.partial`, which stays as it is
    /// @param steps how many, at least 1; fewer if the training ends before
    /// @throws IllegalArgumentException if there is no such run
    /// @throws dev.lathe.train.output.OutputException if the recipe is another one than the run's
    public List<TrainingListener.StepProgress> run(Path out, int steps, Device device) throws IOException {
        Path partial = out.resolveSibling(out.getFileName() + ".partial");
        if (!Files.isDirectory(partial)) {
            throw new IllegalArgumentException("replay: %s: no run that was stopped".formatted(partial));
        }
        copy(partial, copy.resolveSibling(copy.getFileName() + ".partial"));
        var seen = new ArrayList<TrainingListener.StepProgress>();
        try {
            recipe.apply(copy).resume().cancelWhen(() -> seen.size() >= steps).run(device, new TrainingListener() {
                @Override
                public void step(StepProgress progress) {
                    seen.add(progress);
                }
            });
        } catch (TrainingCancelledException done) {
            if (seen.size() < steps) {
                throw done;
            }
        } finally {
            OutputDirectory.discard(copy);
        }
        return seen;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
                Files.createDirectory(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
