package dev.lathe.train.task.embedding;

import dev.lathe.train.data.text.SentenceTuple;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Outcomes;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.score.RankingScores;
import dev.lathe.train.evaluate.score.RegressionScores;
import dev.lathe.train.evaluate.score.SampleScore;
import java.util.ArrayList;
import java.util.List;

/// How well vectors say what is known about their sentences.
///
/// @param tuples all of one kind
/// @param anchors the vector of each tuple's first sentence
/// @param others of the second
/// @param negatives of the third; empty if there is none
record SentenceEvaluation(List<SentenceTuple> tuples, float[][] anchors, float[][] others, float[][] negatives) {
    /// Pairs whose partners are told apart for the loss, as in a batch of training; a loss over all would grow with the file.
    private static final int BATCH = 16;

    private static final int[] RECALLS = {1, 5, 10};

    Evaluation evaluation() {
        return switch (tuples.getFirst()) {
            case SentenceTuple.Pair _ -> ofPairs();
            case SentenceTuple.ScoredPair _ -> ofScores();
            case SentenceTuple.Triplet _ -> ofTriplets();
        };
    }

    /// Each anchor looks for its partner among those of all.
    private Evaluation ofPairs() {
        var ranks = new int[anchors.length];
        var found = new boolean[anchors.length];
        var reciprocals = new double[anchors.length];
        double loss = 0;
        for (int i = 0; i < anchors.length; i++) {
            var cosines = new double[others.length];
            for (int j = 0; j < others.length; j++) {
                cosines[j] = SentenceVectors.cosine(anchors[i], others[j]);
            }
            ranks[i] = RankingScores.rank(cosines, i);
            found[i] = ranks[i] == 1;
            reciprocals[i] = 1.0 / ranks[i];
            loss += lossOf(i, cosines) / anchors.length;
        }
        RankingScores report = RankingScores.of(ranks, RECALLS);
        Score headline = Score.high("mrr", "mrr", "MRR", report.meanReciprocalRank());
        var scores = new ArrayList<>(List.of(headline));
        report.recalls().forEach(recall -> scores.add(Score.high(
                "recall_at_" + recall.k(), "recall", "Recall@" + recall.k(), recall.share())));
        return new Evaluation(
                loss, scores, headline, report, Outcomes.of(found).with("mrr", SampleScore.mean(reciprocals)));
    }

    private static double lossOf(int own, double[] cosines) {
        int from = own / BATCH * BATCH;
        int to = Math.min(from + BATCH, cosines.length);
        double sum = 0;
        for (int j = from; j < to; j++) {
            sum += StrictMath.exp(SentenceLoss.SCALE * (cosines[j] - cosines[own]));
        }
        return StrictMath.log(sum);
    }

    private Evaluation ofScores() {
        double[] scores = tuples.stream().mapToDouble(tuple -> ((SentenceTuple.ScoredPair) tuple).score()).toArray();
        var cosines = new double[scores.length];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = SentenceVectors.cosine(anchors[i], others[i]);
        }
        RegressionScores report = RegressionScores.of(scores, cosines);
        Score headline = Score.high("spearman", "spearmanr", "Spearman", report.spearman());
        return new Evaluation(
                report.rmse() * report.rmse(),
                List.of(headline, Score.high("pearson", "pearsonr", "Pearson", report.pearson())), headline, report,
                Outcomes.ofScore("spearman", SampleScore.spearman(scores, cosines)));
    }

    private Evaluation ofTriplets() {
        double loss = 0;
        var right = new boolean[anchors.length];
        long count = 0;
        for (int i = 0; i < anchors.length; i++) {
            double near = SentenceVectors.cosine(anchors[i], others[i]);
            double far = SentenceVectors.cosine(anchors[i], negatives[i]);
            loss += Math.max(0, far - near + SentenceLoss.MARGIN) / anchors.length;
            right[i] = near > far;
            count += right[i] ? 1 : 0;
        }
        var report = new TripletReport(anchors.length, count);
        Score headline = Score.high("accuracy", "accuracy", "Accuracy", report.accuracy());
        return new Evaluation(
                loss, List.of(headline), headline, report,
                Outcomes.ofShare("accuracy", right));
    }
}
