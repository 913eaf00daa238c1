package dev.lathe.train.run;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.optim.Optimizer;
import dev.lathe.train.loop.Trainer;
import dev.lathe.train.output.Checkpoints;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.privacy.SecretNumbers;
import dev.lathe.train.run.weights.MomentsFile;
import dev.lathe.train.run.weights.RunWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Saves all that a run's next step depends on, and brings a later run there.
///
/// A checkpoint is a model directory like the result, with the optimiser's states and that of the run beside the weights.
final class RunCheckpoints {
    /// The secret of a private run; it goes when the checkpoints go, as soon as the result is complete.
    private static final String SECRET = "secret-numbers";

    private final Checkpoints checkpoints;
    private final boolean resuming;
    private final FineTuningArtifacts artifacts;
    private final RunWeights values;
    private final List<Optimizer.State> leftBehind;

    /// @param values what a result keeps too
    /// @param leftBehind what none does
    RunCheckpoints(OutputDirectory output, FineTuningArtifacts artifacts, RunWeights values, List<Optimizer.State> leftBehind) {
        this.checkpoints = new Checkpoints(output.checkpoints());
        this.resuming = output.resuming();
        this.artifacts = artifacts;
        this.values = values;
        this.leftBehind = leftBehind;
    }

    private List<Optimizer.State> states(Trainer<?> trainer) {
        return Stream.concat(trainer.states().stream(), leftBehind.stream()).toList();
    }

    void save(Trainer<?> trainer, TrainingState state) throws IOException {
        checkpoints.save(state.step(), checkpoint -> {
            String weights = values.saveIn(checkpoint);
            String moments = MomentsFile.write(checkpoint, states(trainer));
            artifacts.writeSettings(checkpoint);
            state.write(checkpoint);
            if (trainer.secret().isPresent()) {
                trainer.secret().get().write(checkpoint.resolve(SECRET));
            }
            return Map.of(values.name(), weights, MomentsFile.NAME, moments);
        });
    }

    /// Brings a trainer and its parameters to the last checkpoint, if the run is one to go on with and there is one.
    ///
    /// @throws dev.lathe.train.output.OutputException if a file of it is damaged, or it is one of a run with other settings or data
    /// @throws CheckpointException if it is broken
    Optional<TrainingState> resume(Trainer<?> trainer) throws IOException {
        Optional<Path> last = resuming ? checkpoints.last() : Optional.empty();
        if (last.isEmpty()) {
            return Optional.empty();
        }
        Path checkpoint = last.get();
        OptionalInt fewerEpochs = artifacts.requireSameSettings(checkpoint);
        TrainingState state = TrainingState.read(checkpoint).begunWith(fewerEpochs);
        if (state.step() != Checkpoints.steps(checkpoint)) {
            throw new CheckpointException(checkpoint.resolve(TrainingState.NAME).toString(), "step %d, in a directory called %s"
                    .formatted(state.step(), checkpoint.getFileName()));
        }
        long before = (long) state.epochs() * trainer.stepsPerEpoch();
        if (state.epochs() < 0 || state.step() < before || state.step() > before + trainer.stepsPerEpoch()) {
            throw new CheckpointException(checkpoint.resolve(TrainingState.NAME).toString(), "step %d after %d epochs of %d steps".formatted(
                    state.step(), state.epochs(), trainer.stepsPerEpoch()));
        }
        values.load(checkpoint.resolve(values.name()));
        MomentsFile.read(checkpoint, states(trainer));
        trainer.resumeAfter(state.step());
        if (trainer.secret().isPresent()) {
            trainer.resumeWith(SecretNumbers.read(checkpoint.resolve(SECRET)));
        }
        trainer.epochLoss().set(state.epochLoss());
        checkpoints.sweep();
        return Optional.of(state);
    }
}
