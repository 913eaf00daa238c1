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
    private boolean bestIsCurrent = true;

    /// @param keepsBest false to follow the last epoch instead
    BestModel(Path file, boolean keepsBest, List<ModelParameter> parameters) {
        this.file = file;
        this.keepsBest = keepsBest;
        this.parameters = parameters;
    }

    /// Considers the parameters as they are now.
    void offer(Evaluation evaluation) throws IOException {
        if (best == null || !keepsBest || isBetter(evaluation, best)) {
            best = evaluation;
            bestIsCurrent = true;
            if (keepsBest) {
                BertWeights.save(file, parameters);
            }
        } else {
            bestIsCurrent = false;
        }
    }

    /// Sets the parameters to the best ones.
    void restore() throws IOException {
        if (!bestIsCurrent) {
            try (var weights = SafetensorsFile.open(file)) {
                BertWeights.load(weights, parameters, 0);
            }
            bestIsCurrent = true;
        }
    }

    /// What the kept model got on the dev set.
    ///
    /// @throws IllegalStateException if nothing was offered
    Evaluation evaluation() {
        if (best == null) {
            throw new IllegalStateException("best model: none was offered");
        }
        return best;
    }

    private static boolean isBetter(Evaluation a, Evaluation b) {
        double f1 = a.report().macroAverage().f1();
        double other = b.report().macroAverage().f1();
        return f1 > other || f1 == other && a.loss() < b.loss();
    }
}
