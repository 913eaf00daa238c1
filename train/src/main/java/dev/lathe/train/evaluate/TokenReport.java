package dev.lathe.train.evaluate;

import dev.lathe.train.evaluate.score.CodePoints;
import dev.lathe.train.evaluate.score.TagPairs;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The token-level report of a tagger: every token is an example, every tag a class, `O` too.
///
/// Its accuracy is seqeval's `accuracy_score`. It says little where most tokens are `O`; see [EntityReport] for entities.
public final class TokenReport {

    private TokenReport() {
    }

    /// Works out the report over the tags that occur, in the order of their code points.
    ///
    /// @param gold the true tags of each sentence
    /// @param predicted the predicted tags of each sentence
    /// @return the report
    /// @throws IllegalArgumentException if there are no tokens, or lengths differ
    public static ClassificationReport of(List<? extends List<String>> gold, List<? extends List<String>> predicted) {
        TagPairs.check("token report", gold, predicted);
        SortedSet<String> found = new TreeSet<>(CodePoints.ORDER);
        gold.forEach(found::addAll);
        predicted.forEach(found::addAll);
        List<String> names = new ArrayList<>(found);
        return ClassificationReport.of(ids(gold, names), ids(predicted, names), names);
    }

    private static int[] ids(List<? extends List<String>> sentences, List<String> names) {
        return sentences.stream().flatMap(List::stream).mapToInt(names::indexOf).toArray();
    }
}
