package dev.lathe.train.task.tagging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.predict.Aggregation;
import dev.lathe.bert.predict.Entity;
import dev.lathe.bert.predict.TokenClassifier;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.score.ConfidenceInterval;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.model.ModelEvaluation;
import dev.lathe.train.run.TaskRun;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import dev.lathe.train.task.classification.RegressionTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Praise and blame in sentences of a handful of words, from files to entities.
class TokenClassificationTaskTest {
    private static final String SENTENCES = """
            the O
            food O
            was O
            very B-PRAISE
            good I-PRAISE
            . O

            bad B-BLAME
            food O
            was O
            fine B-PRAISE

            the O
            food O
            was O
            not B-BLAME
            good I-BLAME
            . O

            awful B-BLAME
            . O
            good B-PRAISE
            food O
            """;

    @TempDir
    private Path folder;
    private TaskRun task;
    private Path train;

    @BeforeEach
    void fill() throws IOException {
        task = new TaskRun(new TokenClassificationTask(), folder, 42);
        train = task.write("train.tsv", SENTENCES);
    }

    @Test
    void learnsWhereEntitiesAre() throws IOException {
        double first = task.run(train, train, 1).loss();
        var result = task.run(train, train, 150);
        Evaluation evaluation = result.evaluation().orElseThrow();
        assertTrue(result.loss() < first / 2, result.loss() + " after " + first);
        assertEquals(1, evaluation.score("micro_f1"), evaluation.toText());
        assertEquals("micro_f1", evaluation.headline().key());
        assertEquals(List.of(true, true, true, true), evaluation.outcomes().right());
        task.assertEvaluatesAs(result, train);
        assertEquals("[\"BertForTokenClassification\"]", task.json("config.json").get("architectures").toString());
        assertEquals("{\"0\":\"B-BLAME\",\"1\":\"B-PRAISE\",\"2\":\"I-BLAME\",\"3\":\"I-PRAISE\",\"4\":\"O\"}",
                task.json("config.json").get("id2label").toString());
        try (var classifier = TokenClassifier.load(task.out())) {
            List<Entity> entities = classifier.predict("The food was very good.");
            assertEquals(List.of("PRAISE very good 13"),
                    entities.stream().map(e -> e.type() + " " + e.text() + " " + e.start()).toList());
        }
    }

    /// Entities found, claimed and there, counted from what `predict` says of the same sentences.
    @Test
    void scoresAreThoseOfThePredictions() throws IOException {
        Path test = task.write("test.jsonl", """
                {"text": "the food was good and bad", "entities": [{"type": "PRAISE", "start": 13, "end": 17}]}
                {"text": "very awful food", "entities": [{"type": "BLAME", "start": 0, "end": 10}]}
                {"text": "fine food was not the good food", "entities": []}
                """);
        var result = task.run(train, test, 40);
        record Place(String type, int sentence, int start, int end) {}
        var gold = List.of(new Place("PRAISE", 0, 13, 17), new Place("BLAME", 1, 0, 10));
        var texts = List.of("the food was good and bad", "very awful food", "fine food was not the good food");
        var found = new ArrayList<Place>();
        try (var device = Device.cpu(1); var classifier = TokenClassifier.load(task.out(),
                TokenClassifier.Options.of(task.out()).withAggregation(Aggregation.FIRST), device)) {
            for (int i = 0; i < texts.size(); i++) {
                for (Entity e : classifier.predict(texts.get(i))) {
                    found.add(new Place(e.type(), i, e.start(), e.end()));
                }
            }
        }
        double right = found.stream().filter(gold::contains).count();
        Evaluation evaluation = result.evaluation().orElseThrow();
        assertTrue(found.size() > right, "something is wrongly found: " + found);
        assertEquals(right / found.size(), evaluation.score("precision"), 1e-12);
        assertEquals(right / gold.size(), evaluation.score("recall"), 1e-12);
        assertEquals(2 * right / (found.size() + gold.size()), evaluation.score("micro_f1"), 1e-12);
        ConfidenceInterval interval = evaluation.interval("micro_f1").orElseThrow();
        assertEquals(evaluation.score("micro_f1"), interval.score(), 1e-12);
        assertTrue(interval.low() <= interval.score() && interval.score() <= interval.high(), interval.toText());
        assertTrue(evaluation.toText().endsWith("Entity F1           " + interval.toText() + "\n"), evaluation.toText());
        assertEquals(interval.low(), task.json("report.json").get("intervals").get("micro_f1").get("low").asDouble());
    }

    @Test
    void readsLongSentencesInWindowsAndJudgesEachWordOnce() throws IOException {
        var words = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            words.append("the O\nfood O\nwas O\nvery B-PRAISE\ngood I-PRAISE\n");
        }
        Path document = task.write("long.conll", words.toString());
        var result = task.run(document, document, 25);
        JsonNode report = task.json("report.json");
        assertEquals(150, report.get("micro avg").get("support").asInt());
        assertTrue(result.evaluation().orElseThrow().score("micro_f1") > 0.95, report.toString());
        assertEquals(1, report.get("examples").asInt());
    }

    @Test
    void tellsOfTokensAndReadsTagsStrictlyOnRequest() throws IOException {
        task.run(train, train, 1);
        Path broken = task.write("broken.conll", "good I-PRAISE\nfood O\nbad B-BLAME\n");
        Evaluation lenient = new ModelEvaluation(task.out(), broken).run().evaluation();
        Evaluation strict = new ModelEvaluation(task.out(), broken)
                .task(new TokenClassificationTask().withStrictEntities().withTokenReport()).run().evaluation();
        assertTrue(lenient.report().toText().contains("PRAISE     "), lenient.report().toText());
        var report = (TaggingReport) strict.report();
        assertEquals(1, report.entities().types().stream().mapToLong(type -> type.support()).sum());
        assertEquals(3, report.tokens().matrix().total());
        assertEquals(lenient.loss(), strict.loss());
    }

    /// Figures of scikit-learn's `classification_report(gold, predicted, digits=4, zero_division=0)` for what is predicted.
    @Test
    void plainTagsAreClassesOfTokens() throws IOException {
        Path speech = task.write("speech.conll", """
                the DET
                food NOUN
                was VERB
                very ADV
                good ADJ
                . .

                bad ADJ
                food NOUN
                was VERB
                fine ADJ
                """);
        var result = task.run(speech, speech, 150);
        Evaluation evaluation = result.evaluation().orElseThrow();
        assertEquals("""
                          precision    recall  f1-score   support

                       .     1.0000    1.0000    1.0000         1
                     ADJ     1.0000    1.0000    1.0000         3
                     ADV     1.0000    1.0000    1.0000         1
                     DET     1.0000    1.0000    1.0000         1
                    NOUN     1.0000    1.0000    1.0000         2
                    VERB     1.0000    1.0000    1.0000         2

                accuracy                         1.0000        10
               macro avg     1.0000    1.0000    1.0000        10
            weighted avg     1.0000    1.0000    1.0000        10
            """, evaluation.report().toText());
        assertEquals(List.of("accuracy", "macro_f1", "weighted_f1"), evaluation.scores().stream().map(Score::key).toList());
        assertEquals("macro_f1", evaluation.headline().key());
        assertEquals(List.of(true, true), evaluation.outcomes().right());
        task.assertEvaluatesAs(result, speech);
        Path other = task.write("other.jsonl", """
                {"tokens": ["bad", "food", "was", "fine"], "tags": ["ADJ", "NOUN", "VERB", "NOUN"]}
                {"tokens": ["the", "food"], "tags": ["DET", "NOUN"]}
                """);
        Evaluation wrong = new ModelEvaluation(task.out(), other).run().evaluation();
        assertEquals(5 / 6.0, wrong.score("accuracy"), 1e-15);
        assertEquals((2 / 3.0 + 0.8 + 1 + 1) / 4, wrong.score("macro_f1"), 1e-15);
        assertEquals((2 / 3.0 + 3 * 0.8 + 1 + 1) / 6, wrong.score("weighted_f1"), 1e-15);
        assertEquals(List.of(false, true), wrong.outcomes().right());
        assertEquals(wrong.score("macro_f1"), wrong.interval("macro_f1").orElseThrow().score(), 1e-15);
        assertEquals(wrong.score("accuracy"), wrong.interval("accuracy").orElseThrow().score(), 1e-15);
        var strict = new ModelEvaluation(task.out(), other).task(new TokenClassificationTask().withStrictEntities());
        assertEquals("strict: tags such as '.' mark no entities",
                assertThrows(IllegalArgumentException.class, strict::run).getMessage());
        assertFalse(Files.readString(task.out().resolve("README.md")).contains("Entity"));
    }

    @Test
    void oneWordBesideOMarksNoChunks() throws IOException {
        Path plain = task.write("plain.conll", "the O\nfood FOOD\nwas O\ngood O\n\nbad O\nfood FOOD\n");
        Evaluation evaluation = task.run(plain, plain, 60).evaluation().orElseThrow();
        assertEquals(1, evaluation.score("macro_f1"), evaluation.toText());
        try (var classifier = TokenClassifier.load(task.out())) {
            assertEquals(List.of("FOOD food 4"), classifier.predict("the food was good").stream()
                    .map(e -> e.type() + " " + e.text() + " " + e.start()).toList());
        }
    }

    /// A zero-width space and an ideographic one, of which the tokenizer leaves nothing.
    @Test
    void aWordOfWhichNothingIsLeftCostsItsEntityNothing() throws IOException {
        task.run(train, train, 150);
        Path test = task.write("test.tsv", "the\tO\nfood\tO\nwas\tO\nvery\tB-PRAISE\n\u200B\tI-PRAISE\n\u3000\tI-PRAISE\n"
                + "good\tI-PRAISE\n\u200D\tB-BLAME\n");
        Evaluation evaluation = new ModelEvaluation(task.out(), test).run().evaluation();
        assertEquals(1, evaluation.score("micro_f1"), evaluation.toText());
        assertEquals(1, evaluation.score("accuracy"));
        assertEquals(List.of(true), evaluation.outcomes().right());
    }

    @Test
    void anotherHeadOfTheBaseStartsAnew() throws IOException {
        Path classifier = TinyModel.classifier(folder.resolve("classifier"), "a", "b", "c", "d", "e");
        var result = task.run(classifier, train, train, 1);
        assertEquals("B-BLAME", task.json("config.json").get("id2label").get("0").asText());
        double further = task.run(task.out(), train, train, 20).loss();
        assertTrue(further < result.loss(), further + " after " + result.loss());
    }

    /// With ignored tokens a part's weight is the number of its judged words, not of its texts.
    @Test
    void twoPartsOfAStepAreTheWhole() throws IOException {
        double whole = firstNorm(4, 1);
        double parts = firstNorm(1, 4);
        assertEquals(whole, parts, 1e-5 * whole);
    }

    private double firstNorm(int batchSize, int accumulation) throws IOException {
        var options = TrainingOptions.builder().epochs(1).batchSize(batchSize).gradAccumulation(accumulation).build();
        new FineTuning(BaseModel.of(TinyModel.encoder(folder.resolve("encoder"))), TrainingData.of(train), task.out())
                .task(task.task()).options(options).overwrite().run(TrainingListener.NONE);
        return task.firstMetrics().get("grad_norm").asDouble();
    }

    @Test
    void badDataIsNamed() throws IOException {
        task.assertRefused("line 2: tag 'NOUN': neither O nor one of B, I, E, S, L, U with a dash and a type", "a.conll",
                "the O\nfood NOUN\nwas B-X\n");
        task.assertRefused("tags begin with O, B, E, L: no scheme has all of them", "b.conll",
                "a B-X\nb E-X\nc B-X\nd L-X\ne O\n");
        task.assertRefused("line 1: one column, 'good'; a token and its tag are needed", "c.conll", "good\n");
        task.assertRefused("line 1: the tokenizer leaves nothing of the sentence's words; leave it out", "e.conll",
                "\u200d B-X\n\nfood O\n");
        task.assertDevRefused("line 2: tag 'S-PRAISE' is not among the training labels: "
                + "'B-BLAME', 'B-PRAISE', 'I-BLAME', 'I-PRAISE', 'O'", train, "f.conll", "the O\ngood S-PRAISE\n");
    }

    @Test
    void aTaskThatIsNotTheModelsIsRefused() throws IOException {
        task.run(train, train, 1);
        var evaluation = new ModelEvaluation(task.out(), train).task(new RegressionTask());
        assertEquals(task.out() + ": trained for token-classification, not regression",
                assertThrows(CheckpointException.class, evaluation::run).getMessage());
    }
}
