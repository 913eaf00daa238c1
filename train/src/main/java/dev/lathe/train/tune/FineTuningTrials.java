package dev.lathe.train.tune;

import dev.lathe.Device;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Standing;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.TrainingCancelledException;
import dev.lathe.train.run.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// Fine-tunings as trials, each in a directory of its own. What a trial got on dev data is written down at each evaluation, so that a
/// killed one goes on from its checkpoint and still knows what came before.
public final class FineTuningTrials implements Trainee {
    private static final String SCORES = ".scores.jsonl";

    private final Path directory;
    private final Device device;
    private final Recipe recipe;

    /// How a setting is trained.
    @FunctionalInterface
    public interface Recipe {
        /// @param out where the model is to be
        /// @return a fine-tuning with dev data that is to resume, and writes a checkpoint at least as often as it evaluates
        FineTuning at(Setting setting, Path out) throws IOException;
    }

    /// @param directory of the trials' directories; is created
    public FineTuningTrials(Path directory, Device device, Recipe recipe) {
        this.directory = directory;
        this.device = device;
        this.recipe = recipe;
    }

    @Override
    public Standing train(String name, Setting setting, OptionalInt budget) throws IOException {
        Files.createDirectories(directory);
        FineTuning run = recipe.at(setting, directory.resolve(name));
        try (var scores = TrialScores.open(directory.resolve(name + SCORES))) {
            run.cancelWhen(() -> budget.isPresent() && scores.evaluations() >= budget.getAsInt());
            try {
                run.run(device, listener(scores));
            } catch (TrainingCancelledException enough) {
                if (budget.isEmpty()) {
                    throw enough;
                }
            }
            return scores.best();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private static TrainingListener listener(TrialScores scores) {
        return new TrainingListener() {
            private int step;

            @Override
            public void step(StepProgress progress) {
                step = progress.step();
            }

            @Override
            public void evaluated(int epoch, String split, Evaluation evaluation) {
                try {
                    scores.add(step, evaluation.standing());
                } catch (IOException full) {
                    throw new UncheckedIOException(full);
                }
            }
        };
    }

    @Override
    public void discard(String name) throws IOException {
        OutputDirectory.discard(directory.resolve(name));
        Files.deleteIfExists(directory.resolve(name + SCORES));
    }
}
