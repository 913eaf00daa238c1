package dev.lathe.train.task.tagging;

import dev.lathe.bert.predict.EntityFinder;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.train.evaluate.Evaluation;
import java.util.List;

/// How well several taggers do together.
final class TaggedEnsemble {
    private TaggedEnsemble() {}

    /// The loss is that of the mean probabilities, in double precision.
    static Evaluation evaluation(List<TaggedWindow> windows, EntityFinder ensemble, TaggingScores scoring) {
        var tags = new PredictedTags(windows, ensemble.labels());
        List<float[]> probabilities = ensemble.probabilities(windows.stream().map(TaggedWindow::tokens).toList());
        int labels = ensemble.labels().size();
        double loss = 0;
        long terms = 0;
        for (int w = 0; w < windows.size(); w++) {
            TaggedWindow window = windows.get(w);
            tags.read(List.of(window), probabilities.get(w));
            for (int token = 0; token < window.labels().length; token++) {
                int gold = window.labels()[token];
                if (gold != CrossEntropyOp.IGNORE_INDEX) {
                    loss -= StrictMath.log(Math.max(probabilities.get(w)[token * labels + gold], Float.MIN_VALUE));
                    terms++;
                }
            }
        }
        return scoring.evaluation(loss / terms, tags);
    }
}
