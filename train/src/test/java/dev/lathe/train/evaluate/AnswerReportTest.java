package dev.lathe.train.evaluate;

import static dev.lathe.train.evaluate.ScoreFields.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.evaluate.score.AnswerScores;
import dev.lathe.train.evaluate.score.AnswerText;
import dev.lathe.train.evaluate.score.AnsweredQuestion;
import dev.lathe.train.evaluate.score.NoAnswerThreshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AnswerReportTest {

    private static final double ROUNDING = 1e-12;

    @Test
    void normalisesAsTheOfficialEvaluation() {
        assertEquals("denver broncos", AnswerText.normalized("The Denver Broncos."));
        assertEquals("us", AnswerText.normalized("the U.S."));
        assertEquals("cat theatre", AnswerText.normalized("  A cat,\t\u00A0an\ntheatre "));
        // Punctuation goes first: what is left decides where words end.
        assertEquals("aan", AnswerText.normalized("a-an"));
        assertEquals("anb", AnswerText.normalized("an'b"));
        // Only ASCII punctuation goes; a dash of another kind parts words, so that the article behind it goes.
        assertEquals("50 \u2013 60", AnswerText.normalized("50 \u2013 60"));
        assertEquals("x\u2013", AnswerText.normalized("x\u2013the"));
        assertEquals("\u00E4 a1", AnswerText.normalized("\u00C4 A1 A_"));
    }

    @Test
    void combiningMarksEndWordsAsInPython() {
        // Python's \b sees a word "a" before U+0301, which is no word character there.
        assertEquals("\u0301", AnswerText.normalized("a\u0301"));
        assertEquals("i\u0307stanbul", AnswerText.normalized("\u0130stanbul"));
    }

    @Test
    void countsSharedWordsAsOftenAsTheyOccurInBoth() {
        assertEquals(1, AnswerText.f1("The Denver Broncos", "denver broncos!"));
        assertEquals(2 * 2 / 5.0, AnswerText.f1("to be to", "to to"), ROUNDING);
        // Precision 1/3, recall 1/2.
        assertEquals(0.4, AnswerText.f1("Santa Clara", "in Clara County"), ROUNDING);
        assertEquals(0, AnswerText.f1("Santa Clara", "San Jose"));
        assertEquals(1, AnswerText.f1("", "the"));
        assertEquals(0, AnswerText.f1("", "there"));
        assertEquals(0, AnswerText.f1("there", ""));
    }

    @Test
    void takesTheTrueAnswerThatFitsBest() {
        AnsweredQuestion question = new AnsweredQuestion(List.of("Santa Clara, California", "Levi's Stadium"), "the levis stadium");
        assertEquals(1, question.exact());
        assertEquals(1, question.f1());
        assertEquals(0.5, new AnsweredQuestion(List.of("x", "gold one", "gold two"), "gold medal").f1());
    }

    @Test
    void countsQuestionsWithAndWithoutAnswerApart() {
        AnswerReport report = AnswerReport.of(List.of(
                new AnsweredQuestion(List.of("gold one"), "gold two"), new AnsweredQuestion(List.of("x"), "X"),
                new AnsweredQuestion(List.of(), ""), new AnsweredQuestion(List.of("the"), "x")));
        assertEquals(new AnswerScores(0.5, 0.625, 4), report.all());
        assertEquals(new AnswerScores(0.5, 0.75, 2), report.hasAnswer());
        assertEquals(new AnswerScores(0.5, 0.5, 2), report.noAnswer());
        assertEquals("""
                exact               0.5000
                f1                  0.6250
                total               4
                HasAns exact        0.5000
                HasAns f1           0.7500
                HasAns total        2
                NoAns exact         0.5000
                NoAns f1            0.5000
                NoAns total         2
                """, report.toText());
        assertEquals("{\"exact\":0.5,\"f1\":0.625,\"total\":4,\"HasAns\":{\"exact\":0.5,\"f1\":0.75,\"total\":2},"
                + "\"NoAns\":{\"exact\":0.5,\"f1\":0.5,\"total\":2}}", json(report::writeFields));
    }

    @Test
    void withoutUnansweredQuestionsThereAreThreeLines() {
        AnswerReport report = AnswerReport.of(List.of(new AnsweredQuestion(List.of("x"), "x")));
        assertEquals(3, report.toText().lines().count());
        assertEquals("{\"exact\":1.0,\"f1\":1.0,\"total\":1}", json(report::writeFields));
    }

    @Test
    void findsTheThresholdByHand() {
        List<AnsweredQuestion> questions = List.of(
                new AnsweredQuestion(List.of("a b"), "a b", 0.1), new AnsweredQuestion(List.of(), "wrong", 0.6),
                new AnsweredQuestion(List.of("x"), "x", 0.5), new AnsweredQuestion(List.of("c d"), "c", 0.7));
        // Nothing answered: 1. Then 2 at 0.1, 3 at 0.5, 2 at 0.6; at 0.7 exact stays 2, F1 is 2 2/3.
        assertEquals(new NoAnswerThreshold(0.5, 0.75), NoAnswerThreshold.ofExact(questions));
        assertEquals(new NoAnswerThreshold(0.5, 0.75), NoAnswerThreshold.ofF1(questions));
        assertEquals(0.75, AnswerReport.of(questions.stream().map(q -> q.decided(0.5)).toList()).all().f1());
    }

    @Test
    void noThresholdBeatsTheOneFound() {
        long seed = Long.getLong("test.seed", 8);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<AnsweredQuestion> questions = new ArrayList<>();
            for (int i = 1 + random.nextInt(12); i > 0; i--) {
                List<String> gold = random.nextBoolean() ? List.of() : List.of("x y");
                // Few different scores, so that some are equal; negative ones too, as differences of logits are.
                questions.add(new AnsweredQuestion(gold, List.of("", "x", "x y", "z").get(random.nextInt(4)), random.nextInt(6) - 3));
            }
            NoAnswerThreshold found = NoAnswerThreshold.ofF1(questions);
            double best = 0;
            for (double threshold = -4; threshold <= 4; threshold += 0.5) {
                best = Math.max(best, f1(questions, threshold));
            }
            assertEquals(best, found.score(), ROUNDING, "-Dtest.seed=" + seed);
            assertEquals(best, f1(questions, found.threshold()), ROUNDING, "-Dtest.seed=" + seed);
        }
    }

    private static double f1(List<AnsweredQuestion> questions, double threshold) {
        return AnswerReport.of(questions.stream().map(question -> question.decided(threshold)).toList()).all().f1();
    }

    @Test
    void sayingNothingIsAThresholdToo() {
        NoAnswerThreshold found = NoAnswerThreshold.ofExact(List.of(new AnsweredQuestion(List.of(), "x", -2)));
        assertEquals(1, found.score());
        assertTrue(found.threshold() < -2);
    }

    @Test
    void refusesNothingAndNan() {
        assertEquals("answer report: no questions",
                assertThrows(IllegalArgumentException.class, () -> AnswerReport.of(List.of())).getMessage());
        assertEquals("no-answer threshold: no questions",
                assertThrows(IllegalArgumentException.class, () -> NoAnswerThreshold.ofF1(List.of())).getMessage());
        assertEquals("answered question: the score of no answer is NaN", assertThrows(IllegalArgumentException.class,
                () -> new AnsweredQuestion(List.of(), "", Double.NaN)).getMessage());
    }
}
