package dev.lathe.cli.seal;

import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.run.RunPlan;
import dev.lathe.train.run.TrainingListener;
import dev.lathe.trust.seal.MemoryDirectory;
import dev.lathe.trust.seal.SealKey;
import dev.lathe.trust.seal.SealedDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A result that is made in memory and reaches the disk encrypted, whole or not at all, as its checkpoints do.
///
/// @param place where it is made
/// @param target where it is to be on the disk
public record SealedOutput(Path place, Path target, SealKey key) {
    /// Looks first whether it could be written, for what is in memory would be lost.
    ///
    /// @param resume whether to go on with what a run has kept there, if one has; else that is deleted
    /// @throws dev.lathe.train.output.OutputException if something is there already
    /// @throws dev.lathe.trust.seal.SealException if what was kept was encrypted with another key, or changed
    public static SealedOutput to(Path target, SealKey key, boolean resume, Surroundings surroundings) throws IOException {
        OutputDirectory.requireAbsent(target, ExistingOutput.REFUSE);
        Files.createDirectories(target.toAbsolutePath().normalize().getParent());
        var output = new SealedOutput(MemoryDirectory.at(target), target, key);
        if (resume) {
            output.checkpoints().restore();
        } else if (output.checkpoints().discard()) {
            surroundings.say(target + ": deleted the work of an earlier run that did not finish; --resume would have continued it");
        }
        return output;
    }

    private SealedCheckpoints checkpoints() {
        return SealedCheckpoints.of(place, target, key);
    }

    /// Hears of checkpoints and keeps them before anybody else hears.
    public TrainingListener keeping(TrainingListener listener) {
        return new Keeping(listener, checkpoints());
    }

    /// Encrypts it; call it once, when it is whole.
    public void publish() throws IOException {
        SealedDirectory.encrypt(place, key, target);
        checkpoints().discard();
    }

    private record Keeping(TrainingListener listener, SealedCheckpoints checkpoints) implements TrainingListener {
        @Override
        public void saved(int step) {
            try {
                checkpoints.keep(step);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            listener.saved(step);
        }

        @Override
        public void notice(String text) {
            listener.notice(text);
        }

        @Override
        public void begins(RunPlan plan) {
            listener.begins(plan);
        }

        @Override
        public void step(StepProgress progress) {
            listener.step(progress);
        }

        @Override
        public void trained(int epoch, double loss) {
            listener.trained(epoch, loss);
        }

        @Override
        public void evaluating(String split, int done, int texts) {
            listener.evaluating(split, done, texts);
        }

        @Override
        public void evaluated(int epoch, String split, Evaluation evaluation) {
            listener.evaluated(epoch, split, evaluation);
        }
    }
}
