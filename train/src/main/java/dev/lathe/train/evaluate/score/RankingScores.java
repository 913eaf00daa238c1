package dev.lathe.train.evaluate.score;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.text.Report;
import dev.lathe.train.evaluate.text.ScoreLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How far up the right one of many candidates comes.
///
/// @param queries how many times one was looked for
/// @param meanReciprocalRank the mean of `1 / rank`: 1 if the right one always comes first
/// @param recalls for some `k`, how often the right one is among the first `k`
public record RankingScores(long queries, double meanReciprocalRank, List<Recall> recalls) implements Report {

    /// Copies the recalls.
    public RankingScores {
        recalls = List.copyOf(recalls);
    }

    /// How often the right one is among the first `k`.
    ///
    /// @param k how many of the first candidates are looked at
    /// @param share of the queries
    public record Recall(int k, double share) {
    }

    /// Works out the scores.
    ///
    /// @param ranks the rank of each query's right candidate, from 1; see [#rank]
    /// @param ks which recalls are wanted, each 1 or more
    /// @return the scores
    /// @throws IllegalArgumentException if there are no queries, or a rank or `k` is below 1
    public static RankingScores of(int[] ranks, int... ks) {
        if (ranks.length == 0) {
            throw new IllegalArgumentException("ranking scores: no queries");
        }
        double reciprocals = 0;
        for (int rank : ranks) {
            if (rank < 1) {
                throw new IllegalArgumentException("ranking scores: rank " + rank + ": ranks start at 1");
            }
            reciprocals += 1.0 / rank;
        }
        List<Recall> recalls = new ArrayList<>();
        for (int k : ks) {
            if (k < 1) {
                throw new IllegalArgumentException("ranking scores: recall at " + k + ": needs 1 or more");
            }
            recalls.add(new Recall(k, (double) Arrays.stream(ranks).filter(rank -> rank <= k).count() / ranks.length));
        }
        return new RankingScores(ranks.length, reciprocals / ranks.length, recalls);
    }

    /// The rank of the right candidate: one more than there are candidates at least as near. Equals count against it, so that
    /// a model to which all is alike finds nothing.
    ///
    /// @param scores each candidate's nearness
    /// @param right which one is right, in `0..scores.length-1`
    /// @return its rank, from 1; the last one if its score is NaN
    public static int rank(double[] scores, int right) {
        int rank = 1;
        for (int i = 0; i < scores.length; i++) {
            if (i != right && !(scores[i] < scores[right])) {
                rank++;
            }
        }
        return rank;
    }

    /// What people read: a score a line.
    ///
    /// @return lines that end in `\n`
    @Override
    public String toText() {
        ScoreLines lines = new ScoreLines().score("mrr", meanReciprocalRank);
        recalls.forEach(recall -> lines.score("recall@" + recall.k(), recall.share()));
        return lines.count("queries", queries).toString();
    }

    /// Writes fields into an open JSON object: `mrr`, `recall@k` for each `k`, `queries`.
    ///
    /// @param json where to
    /// @throws IOException if writing fails
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeNumberField("mrr", meanReciprocalRank);
        for (Recall recall : recalls) {
            json.writeNumberField("recall@" + recall.k(), recall.share());
        }
        json.writeNumberField("queries", queries);
    }
}
