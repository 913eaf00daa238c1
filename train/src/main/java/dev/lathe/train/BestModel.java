package dev.lathe.train;

import dev.lathe.bert.BertWeights;
import dev.lathe.bert.checkpoint.SafetensorsFile;
import dev.lathe.nn.ModelParameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The best model so far, by the dev set, on disk while later epochs go on.
final class BestModel {
    private final Path file;
    private final boolean keepsBest;
    private final List<ModelParameter> parameters;
    private @Nullable Evaluation kept;
    private Optional<State> state = Optional.empty();

    /// What is known of the best model, for checkpoints; its weights stay in their file.
    ///
    /// @param standing what the best model got
    /// @param since how many were offered since
    record State(Standing standing, int since) {}

    /// @param keepsBest false to follow the last epoch instead
    BestModel(Path file, boolean keepsBest, List<ModelParameter> parameters) {
        this.file = file;
        this.keepsBest = keepsBest;
        this.parameters = parameters;
    }

    /// Considers the parameters as they are now.
    void offer(Evaluation evaluation) throws IOException {
        boolean better = state.isEmpty() || evaluation.standing().isBetterThan(state.get().standing());
        state = Optional.of(better
                ? new State(evaluation.standing(), 0)
                : new State(state.get().standing(), state.get().since() + 1));
        if (better && keepsBest) {
            BertWeights.save(file, parameters);
        }
        if (better || !keepsBest) {
            kept = evaluation;
        }
    }

    /// What is known of the best one; empty before the first is offered.
    Optional<State> state() {
        return state;
    }

    /// Goes on with what was known before.
    void resume(Optional<State> earlier) {
        state = earlier;
    }

    /// How many were offered since the best one.
    int sinceBest() {
        return state.map(State::since).orElse(0);
    }

    /// Sets the parameters to the best ones, if those are kept.
    void restore() throws IOException {
        if (keepsBest && sinceBest() > 0) {
            try (var weights = SafetensorsFile.open(file)) {
                BertWeights.load(weights, parameters, 0);
            }
        }
    }

    /// What the kept model got on the dev set; empty if it was offered before the run was resumed.
    Optional<Evaluation> evaluation() {
        return Optional.ofNullable(kept);
    }
}
