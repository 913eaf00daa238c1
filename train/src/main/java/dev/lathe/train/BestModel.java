package dev.lathe.train;

import dev.lathe.bert.BertWeights;
import dev.lathe.bert.checkpoint.SafetensorsFile;
import dev.lathe.nn.ModelParameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The best model so far, by the dev set, on disk while later epochs go on.
final class BestModel {
    private final Path file;
    private final boolean keepsBest;
    private final List<ModelParameter> parameters;
    private @Nullable Evaluation best;
    private @Nullable Evaluation latest;
    private int sinceBest;

    /// @param keepsBest false to follow the last epoch instead
    BestModel(Path file, boolean keepsBest, List<ModelParameter> parameters) {
        this.file = file;
        this.keepsBest = keepsBest;
        this.parameters = parameters;
    }

    /// Considers the parameters as they are now.
    void offer(Evaluation evaluation) throws IOException {
        latest = evaluation;
        if (best == null || evaluation.isBetterThan(best)) {
            best = evaluation;
            sinceBest = 0;
            if (keepsBest) {
                BertWeights.save(file, parameters);
            }
        } else {
            sinceBest++;
        }
    }

    /// How many were offered since the best one.
    int sinceBest() {
        return sinceBest;
    }

    /// Sets the parameters to the best ones, if those are kept.
    void restore() throws IOException {
        if (keepsBest && sinceBest > 0) {
            try (var weights = SafetensorsFile.open(file)) {
                BertWeights.load(weights, parameters, 0);
            }
        }
    }

    /// What the kept model got on the dev set.
    ///
    /// @throws IllegalStateException if nothing was offered
    Evaluation evaluation() {
        Evaluation kept = keepsBest ? best : latest;
        if (kept == null) {
            throw new IllegalStateException("best model: none was offered");
        }
        return kept;
    }
}
