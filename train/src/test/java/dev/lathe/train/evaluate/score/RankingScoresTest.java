package dev.lathe.train.evaluate.score;

import static dev.lathe.train.evaluate.ScoreFields.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class RankingScoresTest {

    @Test
    void agreesWithTheTextbookExample() {
        // "cats, tori, viruses": ranks 3, 2 and 1 give (1/3 + 1/2 + 1) / 3 = 11/18.
        RankingScores scores = RankingScores.of(new int[] {3, 2, 1}, 1, 2, 3, 10);
        assertEquals(11 / 18.0, scores.meanReciprocalRank(), 1e-15);
        assertEquals("""
                mrr                 0.6111
                recall@1            0.3333
                recall@2            0.6667
                recall@3            1.0000
                recall@10           1.0000
                queries             3
                """, scores.toText());
        assertEquals("{\"mrr\":0.75,\"recall@1\":0.5,\"queries\":2}", json(RankingScores.of(new int[] {1, 2}, 1)::writeFields));
    }

    @Test
    void equalsCountAgainstTheRightOne() {
        assertEquals(1, RankingScores.rank(new double[] {0.2, 0.9, 0.5}, 1));
        assertEquals(3, RankingScores.rank(new double[] {0.2, 0.9, 0.5}, 0));
        assertEquals(2, RankingScores.rank(new double[] {0.9, 0.9, 0.5}, 0));
        assertEquals(3, RankingScores.rank(new double[] {1, 1, 1}, 0));
        assertEquals(3, RankingScores.rank(new double[] {Double.NaN, 1, 0}, 0));
    }

    @Test
    void refusesWhatIsNoRank() {
        assertEquals("ranking scores: no queries", failure(new int[0]));
        assertEquals("ranking scores: rank 0: ranks start at 1", failure(new int[] {1, 0}));
        assertEquals("ranking scores: recall at 0: needs 1 or more", failure(new int[] {1}, 0));
    }

    private static String failure(int[] ranks, int... ks) {
        return assertThrows(IllegalArgumentException.class, () -> RankingScores.of(ranks, ks)).getMessage();
    }

    @Test
    void perplexityIsTheNumberOfEquallyLikelyTokens() {
        Perplexity perplexity = new Perplexity(StrictMath.log(30_522), 100);
        assertEquals(30_522, perplexity.value(), 1e-9);
        assertEquals("{\"perplexity\":1.0,\"loss\":0.0,\"tokens\":7}", json(new Perplexity(0, 7)::writeFields));
        assertEquals("""
                perplexity          undefined
                loss                undefined
                tokens              7
                """, new Perplexity(Double.NaN, 7).toText());
        assertEquals("perplexity: loss -1.0 of 3 tokens: needs a loss of 0 or more and a token",
                assertThrows(IllegalArgumentException.class, () -> new Perplexity(-1, 3)).getMessage());
    }
}
