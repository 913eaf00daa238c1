package dev.lathe.bert.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.predict.SemanticSearch.Hit;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SemanticSearchTest {
    private static final long SEED = Long.getLong("test.seed", 42);

    @TempDir
    private Path folder;
    private TextEmbedder embedder;

    @BeforeEach
    void open() throws IOException {
        embedder = TextEmbedder.load(TinyModel.encoder(folder.resolve("model")));
    }

    @AfterEach
    void close() {
        embedder.close();
    }

    /// More vectors than one block, added in parts.
    @ParameterizedTest
    @EnumSource
    void findsWhatComparingEachInDoublePrecisionFinds(Similarity similarity) {
        var random = new Random(SEED);
        List<float[]> vectors = IntStream.range(0, 2_500).mapToObj(i -> vector(random)).toList();
        List<float[]> queries = List.of(vector(random), vector(random), vectors.get(1_500));
        try (var search = new SemanticSearch<Integer>(embedder, similarity)) {
            for (int from = 0; from < vectors.size(); from += 700) {
                int to = Math.min(from + 700, vectors.size());
                search.addVectors(IntStream.range(from, to).boxed().toList(), vectors.subList(from, to));
            }
            assertEquals(2_500, search.size());
            List<List<Hit<Integer>>> found = search.findVectors(queries, 7);
            for (int q = 0; q < queries.size(); q++) {
                float[] query = queries.get(q);
                List<Integer> wanted = IntStream.range(0, vectors.size()).boxed()
                        .sorted(Comparator.comparingDouble(i -> -closeness(similarity, query, vectors.get(i))))
                        .limit(7).toList();
                assertEquals(wanted, found.get(q).stream().map(Hit::key).toList(), "-Dtest.seed=" + SEED);
                assertEquals(closeness(similarity, query, vectors.get(wanted.getFirst())),
                        found.get(q).getFirst().score(), 1e-5);
                assertEquals(found.get(q), search.findVectors(List.of(query), 7).getFirst());
            }
        }
    }

    @Test
    void ofEquallyCloseTextsTheFirstComesFirst() {
        try (var search = new SemanticSearch<String>(embedder, Similarity.COSINE)) {
            for (int i = 0; i < 1_100; i++) {
                search.addVectors(List.of("key " + i), List.of(unit(i % 2)));
            }
            assertEquals(List.of("key 1", "key 3", "key 5"),
                    search.findVectors(List.of(unit(1)), 3).getFirst().stream().map(Hit::key).toList());
        }
    }

    @Test
    void aTextIsClosestToItself() {
        List<String> texts = List.of("good food", "very bad", "the food was awful", "not fine");
        try (var search = new SemanticSearch<String>(embedder, Similarity.COSINE)) {
            search.addAll(texts, texts);
            for (String text : texts) {
                List<Hit<String>> hits = search.find(text, 10);
                assertEquals(text, hits.getFirst().key());
                assertEquals(1, hits.getFirst().score(), 1e-6);
                assertEquals(4, hits.size());
            }
        }
    }

    @Test
    void nothingIsFoundAmongNothing() {
        try (var search = new SemanticSearch<String>(embedder, Similarity.DOT_PRODUCT)) {
            assertEquals(List.of(), search.find("good", 3));
            assertEquals(List.of(), search.findAll(List.of(), 3));
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAndNothingIsAdded() {
        var search = new SemanticSearch<String>(embedder, Similarity.COSINE);
        refuses("semantic search: 2 keys for 1 vectors",
                () -> search.addVectors(List.of("a", "b"), List.of(unit(0))));
        refuses("semantic search: vector of 3 values: the embedder's have 24",
                () -> search.addVectors(List.of("a", "b"), List.of(unit(0), new float[3])));
        var spoilt = unit(0);
        spoilt[3] = Float.NaN;
        refuses("semantic search: a vector's values must be finite",
                () -> search.addVectors(List.of("a"), List.of(spoilt)));
        refuses("semantic search: count 0: must be at least 1", () -> search.find("good", 0));
        assertEquals(0, search.size());
        search.close();
        search.close();
        assertEquals("semantic search: used after it was closed", assertThrows(
                IllegalStateException.class, () -> search.find("good", 1)).getMessage());
    }

    private static void refuses(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    private static float[] unit(int axis) {
        var unit = new float[TinyModel.HIDDEN];
        unit[axis] = 1;
        return unit;
    }

    private static float[] vector(Random random) {
        var vector = new float[TinyModel.HIDDEN];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static double closeness(Similarity similarity, float[] a, float[] b) {
        return similarity == Similarity.COSINE ? dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)) : dot(a, b);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
