package dev.lathe.train.task.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.directory.SentenceInput;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.TaskRun;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import dev.lathe.watch.drift.Observation;
import dev.lathe.watch.drift.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sentences that are alike or not, from files to an embedding model.
class SentenceEmbeddingTaskTest {
    @TempDir
    private Path folder;
    private TaskRun task;

    @BeforeEach
    void fill() {
        task = new TaskRun(new SentenceEmbeddingTask(), folder, 42);
    }

    @Test
    void learnsWhichPairsBelongTogether() throws IOException {
        Path pairs = task.write("pairs.csv", "anchor,positive\n"
                + "good,food\nbad,awful\nfine,the\nnot,very\nwas,.\nthe food,not bad\nvery good,was\nfood,fine\n");
        var result = task.run(pairs, pairs, 60);
        Evaluation evaluation = result.evaluation().orElseThrow();
        assertEquals(1, evaluation.score("recall_at_5"), evaluation.report().toText());
        assertTrue(evaluation.score("mrr") > 0.8, evaluation.report().toText());
        task.assertEvaluatesAs(result, pairs);
    }

    @Test
    void learnsScoresAndWritesWhatSentenceTransformersReads() throws IOException {
        Path scored = task.write("scored.jsonl", """
                {"sentence1": "good food", "sentence2": "fine food", "score": 0.9}
                {"sentence1": "good food", "sentence2": "bad food", "score": 0.1}
                {"sentence1": "awful", "sentence2": "bad", "score": 0.8}
                {"sentence1": "awful", "sentence2": "good", "score": 0}
                {"sentence1": "very", "sentence2": "not", "score": 0.4}
                """);
        var result = task.run(scored, scored, 60);
        Evaluation evaluation = result.evaluation().orElseThrow();
        assertTrue(evaluation.score("spearman") > 0.85, evaluation.report().toText());
        task.assertEvaluatesAs(result, scored);
        assertEquals("sentence_transformers.models.Pooling", task.json("modules.json").get(1).get("type").asText());
        assertTrue(task.json("1_Pooling/config.json").get("pooling_mode_mean_tokens").asBoolean());
        assertEquals("[\"BertModel\"]", task.json("config.json").get("architectures").toString());
        assertTrue(Files.readString(task.out().resolve("README.md")).contains("library_name: \"sentence-transformers\""));
        Reference reference = Reference.read(task.out()).orElseThrow();
        assertEquals(10, reference.sample().size(), "both sentences of five pairs");
        try (var embedder = TextEmbedder.load(task.out())) {
            Observation expected = Observation.ofVector(embedder.countTokens("good food"), 0, embedder.embed("good food"));
            assertEquals(expected.tokens(), reference.sample().getFirst().tokens());
            for (int i = 0; i < expected.scores().size(); i++) {
                assertEquals(expected.scores().get(i), reference.sample().getFirst().scores().get(i), 1e-5);
            }
            List<float[]> vectors = embedder.embedAll(List.of("awful", "bad", "good"));
            assertTrue(cosine(vectors.get(0), vectors.get(1)) > cosine(vectors.get(0), vectors.get(2)) + 0.3);
        }
    }

    @Test
    void learnsTriplets() throws IOException {
        Path triplets = task.write("triplets.tsv", "anchor\tpositive\tnegative\n"
                + "good\tfine\tbad\nbad\tawful\tgood\nfine\tgood\tawful\nawful\tbad\tfine\n");
        var result = task.run(triplets, triplets, 40);
        assertEquals(1, result.evaluation().orElseThrow().score("accuracy"));
        assertTrue(result.loss() < 0.2, "loss " + result.loss());
        task.assertEvaluatesAs(result, triplets);
    }

    @Test
    void anotherKindOfDataMayBeTheTest() throws IOException {
        Path pairs = task.write("pairs.csv", "anchor,positive\ngood,fine\nbad,awful\n");
        Path scored = task.write("scored.csv", "sentence1,sentence2,score\ngood,fine,1\ngood,bad,0\nbad,awful,0.9\n");
        var result = task.run(pairs, scored, 1);
        assertEquals("spearman", result.evaluation().orElseThrow().headline().key());
    }

    @Test
    void keepsThePoolingOfTheBase() throws IOException {
        Path base = TinyModel.encoder(folder.resolve("base"));
        new SentenceModules(Pooling.CLS, true).write(base, TinyModel.HIDDEN);
        Path pairs = task.write("pairs.csv", "anchor,positive\ngood,fine\nbad,awful\n");
        task.run(base, pairs, pairs, 1);
        BertConfig config = ModelDirectory.open(task.out()).config().bert();
        assertEquals(new SentenceModules(Pooling.CLS, true), ModelDirectory.open(task.out()).sentenceModules());
        assertFalse(Files.exists(task.out().resolve("sentence_bert_config.json")));
    }

    @Test
    void keepsWhatTheBaseDoesWithATextBefore() throws IOException {
        Path base = TinyModel.encoder(folder.resolve("base"));
        var modules = new SentenceModules(
                Pooling.MEAN, false, new SentenceInput(OptionalInt.of(5), true, "very "));
        modules.write(base, TinyModel.HIDDEN);
        Path pairs = task.write("pairs.csv", "anchor,positive\ngood,fine\nbad,awful\n");
        var result = task.run(base, pairs, pairs, 1);
        BertConfig config = ModelDirectory.open(task.out()).config().bert();
        assertEquals(modules, ModelDirectory.open(task.out()).sentenceModules());
        task.assertEvaluatesAs(result, pairs);
        try (var embedder = TextEmbedder.load(task.out())) {
            assertArrayEquals(embedder.embed("good bad"), embedder.embed("GOOD bad fine"));
        }
    }

    @Test
    void theLossOfPairsIsThatOfTheEvaluation() throws IOException {
        Path pairs = task.write("pairs.csv", "anchor,positive\ngood,fine\nbad,awful\nthe food,not very\n");
        var options = TrainingOptions.builder().epochs(1).learningRate(1e-12).dropout(0).build();
        var result = new FineTuning(BaseModel.of(TinyModel.encoder(folder.resolve("encoder"))),
                TrainingData.of(pairs).withTest(pairs), task.out()).task(task.task()).options(options).run(TrainingListener.NONE);
        double trained = task.firstMetrics().get("loss").asDouble();
        assertEquals(result.loss(), trained, 1e-5);
        assertTrue(trained > 0.01, "loss " + trained);
    }

    @Test
    void badRowsAreNamed() throws IOException {
        task.assertRefused("line 2: score 4.5: cosines are learnt, which lie between -1 and 1; scale the scores", "a.csv",
                "sentence1,sentence2,score\ngood,bad,4.5\n");
        task.assertRefused("line 2: 'score' is 'x', not a number", "b.csv", "sentence1,sentence2,score\ngood,bad,x\n");
        task.assertRefused("line 2: a triplet, but line 1 is a pair", "c.jsonl",
                "{\"anchor\": \"a\", \"positive\": \"b\"}\n{\"anchor\": \"a\", \"positive\": \"b\", \"negative\": \"c\"}\n");
        task.assertRefused("line 1: neither 'anchor' nor 'sentence1'; needs anchor and positive, those and negative, or "
                + "sentence1, sentence2 and score", "d.jsonl", "{\"text\": \"a\"}");
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
