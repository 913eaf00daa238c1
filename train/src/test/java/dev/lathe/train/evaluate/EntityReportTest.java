package dev.lathe.train.evaluate;

import static dev.lathe.train.evaluate.ScoreFields.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.evaluate.score.ClassScores;
import dev.lathe.train.evaluate.score.MatchCounts;
import dev.lathe.train.tagging.Chunk;
import dev.lathe.train.tagging.ChunkPatterns;
import dev.lathe.train.tagging.RandomTags;
import dev.lathe.train.tagging.TagScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EntityReportTest {

    private static final List<List<String>> GOLD = sentences("O O O B-MISC I-MISC I-MISC O", "B-PER I-PER O");
    private static final List<List<String>> PREDICTED = sentences("O O B-MISC I-MISC I-MISC I-MISC O", "B-PER I-PER O");

    @Test
    void printsTheExampleOfSeqevalsManual() {
        String expected = """
                              precision    recall  f1-score   support

                        MISC       0.00      0.00      0.00         1
                         PER       1.00      1.00      1.00         1

                   micro avg       0.50      0.50      0.50         2
                   macro avg       0.50      0.50      0.50         2
                weighted avg       0.50      0.50      0.50         2
                """;
        assertEquals(expected, EntityReport.lenient(GOLD, PREDICTED).toText(2));
        assertEquals(expected, EntityReport.strict(GOLD, PREDICTED, TagScheme.IOB2).toText(2));
    }

    @Test
    void strictModeKnowsTheExampleWhereDefaultModeIsKind() {
        // From seqeval's manual: a prediction that starts with I.
        List<List<String>> gold = sentences("B-NP I-NP O");
        List<List<String>> predicted = sentences("I-NP I-NP O");
        assertEquals(1, EntityReport.lenient(gold, predicted).microAverage().f1());
        assertEquals(0, EntityReport.strict(gold, predicted, TagScheme.IOB2).microAverage().f1());
    }

    /// The figures of seqeval 1.2.2, which lists the union of both sides' types in either mode.
    @Test
    void typesThatAreOnlyPredictedHaveTheirRow() {
        List<List<String>> gold = sentences("B-X O O O");
        List<List<String>> predicted = sentences("B-X O B-Y B-Y");
        for (EntityReport report : List.of(
                EntityReport.lenient(gold, predicted), EntityReport.strict(gold, predicted, TagScheme.IOB2))) {
            assertEquals(List.of(new ClassScores("X", 1, 1, 1, 1), new ClassScores("Y", 0, 0, 0, 0)), report.types());
            assertEquals(new ClassScores("micro avg", 1 / 3.0, 1, 0.5, 1), report.microAverage());
            assertEquals(new ClassScores("macro avg", 0.5, 0.5, 0.5, 1), report.macroAverage());
            assertEquals(new ClassScores("weighted avg", 1, 1, 1, 1), report.weightedAverage());
        }
        assertEquals("""
                              precision    recall  f1-score   support

                           X     1.0000    1.0000    1.0000         1
                           Y     0.0000    0.0000    0.0000         0

                   micro avg     0.3333    1.0000    0.5000         1
                   macro avg     0.5000    0.5000    0.5000         1
                weighted avg     1.0000    1.0000    1.0000         1
                """, EntityReport.lenient(gold, predicted).toText());
    }

    @Test
    void aReportWithoutEntitiesIsAllZeros() {
        EntityReport report = EntityReport.lenient(sentences("O O"), sentences("O O"));
        assertEquals(new ClassScores("micro avg", 0, 0, 0, 0), report.microAverage());
        assertEquals(new ClassScores("macro avg", 0, 0, 0, 0), report.macroAverage());
        assertEquals(new ClassScores("weighted avg", 0, 0, 0, 0), report.weightedAverage());
    }

    @ParameterizedTest
    @EnumSource(TagScheme.class)
    void aSecondImplementationCountsTheSame(TagScheme scheme) {
        List<List<String>> gold = new ArrayList<>();
        List<List<String>> predicted = new ArrayList<>();
        RandomTags random = new RandomTags();
        for (int i = 0; i < 10_000; i++) {
            gold.add(random.next(RandomTags.letters(scheme)));
            // Random tags hardly ever agree: every second prediction starts as a copy.
            List<String> other = random.next(RandomTags.letters(scheme), gold.getLast().size());
            int copied = i % 2 == 0 ? 0 : other.size() - other.size() / 4;
            List<String> mixed = new ArrayList<>(gold.getLast().subList(0, copied));
            mixed.addAll(other.subList(copied, other.size()));
            predicted.add(mixed);
        }
        compare(gold, predicted, tags -> ChunkPatterns.strict(scheme, tags), EntityReport.strict(gold, predicted, scheme));
        compare(gold, predicted, ChunkPatterns::lenient, EntityReport.lenient(gold, predicted));
    }

    private static void compare(List<List<String>> gold, List<List<String>> predicted,
            Function<List<String>, List<Chunk>> reader, EntityReport report) {
        double f1s = 0;
        for (ClassScores type : report.types()) {
            f1s += compareRow(gold, predicted, reader, type, chunk -> chunk.type().equals(type.name()));
        }
        assertEquals(3, report.types().size());
        assertEquals(f1s / 3, report.macroAverage().f1(), 1e-13, RandomTags.repeat());
        double all = compareRow(gold, predicted, reader, report.microAverage(), _ -> true);
        assertTrue(all > 0.1 && all < 0.9, () -> "an F1 of " + all + " tells little");
    }

    /// Goes through all sentences, chunk by chunk, and gives the F1 by its definition.
    private static double compareRow(List<List<String>> gold, List<List<String>> predicted,
            Function<List<String>, List<Chunk>> reader, ClassScores row, Predicate<Chunk> chosen) {
        double correct = 0;
        double wrong = 0;
        double missed = 0;
        for (int i = 0; i < gold.size(); i++) {
            List<Chunk> there = reader.apply(gold.get(i)).stream().filter(chosen).toList();
            List<Chunk> found = reader.apply(predicted.get(i)).stream().filter(chosen).toList();
            for (Chunk chunk : found) {
                correct += there.contains(chunk) ? 1 : 0;
                wrong += there.contains(chunk) ? 0 : 1;
            }
            missed += there.stream().filter(chunk -> !found.contains(chunk)).count();
        }
        double precision = correct / (correct + wrong);
        double recall = correct / (correct + missed);
        double f1 = 2 * precision * recall / (precision + recall);
        assertEquals(precision, row.precision(), 1e-13, RandomTags.repeat());
        assertEquals(recall, row.recall(), 1e-13, RandomTags.repeat());
        assertEquals(f1, row.f1(), 1e-13, RandomTags.repeat());
        assertEquals(correct + missed, row.support(), RandomTags.repeat());
        return f1;
    }

    @Test
    void keepsTheCountsOfEachSentence() {
        assertEquals(List.of(new MatchCounts(0, 1, 1), new MatchCounts(1, 1, 1)),
                EntityReport.lenient(GOLD, PREDICTED).sentences());
    }

    @Test
    void theTokenReportCountsEveryTag() {
        ClassificationReport report = TokenReport.of(GOLD, PREDICTED);
        // seqeval's manual: accuracy_score of this example is 0.80.
        assertEquals(0.8, report.accuracy());
        assertEquals(List.of("B-MISC", "B-PER", "I-MISC", "I-PER", "O"),
                report.classes().stream().map(ClassScores::name).toList());
        assertEquals(new ClassScores("I-MISC", 2 / 3.0, 1, 0.8, 2), report.classes().get(2));
    }

    @Test
    void writesJson() {
        assertEquals("{\"micro avg\":{\"precision\":0.5,\"recall\":0.5,\"f1-score\":0.5,\"support\":2},"
                + "\"macro avg\":{\"precision\":0.5,\"recall\":0.5,\"f1-score\":0.5,\"support\":2},"
                + "\"weighted avg\":{\"precision\":0.5,\"recall\":0.5,\"f1-score\":0.5,\"support\":2},\"classes\":{"
                + "\"MISC\":{\"precision\":0.0,\"recall\":0.0,\"f1-score\":0.0,\"support\":1},"
                + "\"PER\":{\"precision\":1.0,\"recall\":1.0,\"f1-score\":1.0,\"support\":1}}}",
                json(EntityReport.lenient(GOLD, PREDICTED)::writeFields));
    }

    @Test
    void refusesWhatDoesNotBelongTogether() {
        assertEquals("entity report: 0 gold sentences, 0 predicted ones: need one of each", failure(List.of(), List.of()));
        assertEquals("entity report: 2 gold sentences, 1 predicted ones: need one of each", failure(GOLD, GOLD.subList(0, 1)));
        assertEquals("entity report: sentence 1: 3 gold tags, 2 predicted ones",
                failure(GOLD, sentences("O O O O O O O", "O O")));
        assertEquals("tag 'S-X': IOB2 has O, B, I only", assertThrows(IllegalArgumentException.class,
                () -> EntityReport.strict(sentences("S-X"), sentences("O"), TagScheme.IOB2)).getMessage());
    }

    private static String failure(List<List<String>> gold, List<List<String>> predicted) {
        return assertThrows(IllegalArgumentException.class, () -> EntityReport.lenient(gold, predicted)).getMessage();
    }

    private static List<List<String>> sentences(String... spaced) {
        return Arrays.stream(spaced).map(tags -> List.of(tags.split(" "))).toList();
    }
}
