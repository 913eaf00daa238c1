package dev.lathe.train.run.weights;

import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Standing;
import dev.lathe.train.output.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The best model so far, by the dev set, on disk while later epochs go on.
///
/// Its weights are in `best-120.safetensors` after 120 steps. A checkpoint names the file that it goes with, which stays until
/// the next checkpoint: killed at any moment, a run leaves it.
public final class BestModel {
    private static final String PREFIX = "best-";

    private final Path directory;
    private final boolean keepsBest;
    private final RunWeights values;
    private @Nullable Evaluation kept;
    private Optional<State> state = Optional.empty();
    private Optional<Weights> ofCheckpoint = Optional.empty();

    /// What is known of the best model, for checkpoints.
    ///
    /// @param standing what the best model got
    /// @param since how many were offered since
    /// @param weights where its weights are, if they are kept
    public record State(Standing standing, int since, Optional<Weights> weights) {}

    /// A file of weights.
    ///
    /// @param sha256 its hash
    public record Weights(String name, String sha256) {}

    /// @param directory where weights are kept
    /// @param keepsBest false to follow the last epoch instead
    /// @param values what is kept of a model
    public BestModel(Path directory, boolean keepsBest, RunWeights values) {
        this.directory = directory;
        this.keepsBest = keepsBest;
        this.values = values;
    }

    /// Considers the parameters as they are now.
    ///
    /// @param step how many steps are done
    public void offer(Evaluation evaluation, int step) throws IOException {
        boolean better = state.isEmpty() || evaluation.standing().isBetterThan(state.get().standing());
        if (better) {
            state = Optional.of(new State(evaluation.standing(), 0, keepsBest ? Optional.of(save(step)) : Optional.empty()));
            sweep();
        } else {
            State best = state.get();
            state = Optional.of(new State(best.standing(), best.since() + 1, best.weights()));
        }
        if (better || !keepsBest) {
            kept = evaluation;
        }
    }

    private Weights save(int step) throws IOException {
        String name = PREFIX + step + ".safetensors";
        return new Weights(name, values.save(directory.resolve(name)));
    }

    /// What is known of the best one; empty before the first is offered.
    public Optional<State> state() {
        return state;
    }

    /// A checkpoint knows of the best one as it is now.
    public void saved() throws IOException {
        ofCheckpoint = weights();
        sweep();
    }

    /// Goes on with what a checkpoint knew.
    ///
    /// @throws dev.lathe.train.output.OutputException if the file of weights is damaged
    public void resume(Optional<State> earlier) throws IOException {
        state = earlier;
        if (weights().isPresent()) {
            verify(weights().get());
        }
        saved();
    }

    /// How many were offered since the best one.
    public int sinceBest() {
        return state.map(State::since).orElse(0);
    }

    /// Sets the parameters to the best ones, if those are kept.
    public void restore() throws IOException {
        if (weights().isPresent() && sinceBest() > 0) {
            values.load(verify(weights().get()));
        }
    }

    private Optional<Weights> weights() {
        return state.flatMap(State::weights);
    }

    private Path verify(Weights weights) throws IOException {
        Path file = directory.resolve(weights.name());
        Checkpoints.verify(file, weights.sha256());
        return file;
    }

    /// Deletes the weights that neither this run nor the one that would go on from the last checkpoint needs.
    private void sweep() throws IOException {
        try (var files = Files.newDirectoryStream(directory, "{.,}" + PREFIX + "*")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!isOf(weights(), name) && !isOf(ofCheckpoint, name)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isOf(Optional<Weights> weights, String name) {
        return weights.isPresent() && weights.get().name().equals(name);
    }

    /// What the kept model got on the dev set; empty if it was offered before the run was resumed.
    public Optional<Evaluation> evaluation() {
        return Optional.ofNullable(kept);
    }
}
