package dev.lathe.serve.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.directory.GroupThresholds;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.Entity;
import dev.lathe.bert.predict.MaskFiller;
import dev.lathe.bert.predict.QuestionAnswerer;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.bert.predict.TokenClassifier;
import dev.lathe.serve.Json;
import dev.lathe.serve.TinyModels;
import dev.lathe.serve.api.body.Vectors;
import dev.lathe.serve.http.Request;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.meter.ServeMeters;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What each route answers, held against the same model asked without a server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesTest {
    private static final String SOUP = "the soup was cold.";
    private static final String FOOD = "the food was very good";

    private Path directory;
    private Served served;

    @BeforeAll
    void open(@TempDir Path temporary) throws IOException {
        directory = temporary;
        served = new Served(directory);
    }

    @AfterAll
    void close() {
        served.close();
        assertEquals(List.of(), served.mistakes);
    }

    private float[] embedded(String text) throws IOException {
        try (var embedder = TextEmbedder.load(directory.resolve("embed"))) {
            return embedder.embed(text);
        }
    }

    @Test
    void embeddingsHaveTheBitsOfACallAlone() throws IOException {
        String answer = served.ok("/v1/embeddings", "{\"model\":\"embed\",\"user\":\"x\",\"input\":[\"%s\",\"%s\"]}".formatted(SOUP, FOOD));
        assertEquals("list", Json.at(answer, "object"));
        assertEquals("embedding", Json.at(answer, "data", 1, "object"));
        assertEquals(1, Json.at(answer, "data", 1, "index"));
        assertEquals("embed", Json.at(answer, "model"));
        assertEquals(14, Json.at(answer, "usage", "prompt_tokens"));
        assertArrayEquals(embedded(SOUP), Json.floats(Json.at(answer, "data", 0, "embedding")));
        assertArrayEquals(embedded(FOOD), Json.floats(Json.at(answer, "data", 1, "embedding")));
        assertEquals(answer, served.ok("/embeddings", "{\"input\":[\"%s\",\"%s\"]}".formatted(SOUP, FOOD)));
    }

    @Test
    void base64IsTheSameFloatsLittleEndian() throws IOException {
        String answer = served.ok("/v1/embeddings", "{\"encoding_format\":\"base64\",\"input\":\"" + SOUP + "\"}");
        var floats = new float[TinyModels.HIDDEN];
        ByteBuffer.wrap(Base64.getDecoder().decode((String) Json.at(answer, "data", 0, "embedding")))
                .order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        assertArrayEquals(embedded(SOUP), floats);
    }

    @Test
    void idsAreReadAsTheTextTheyStandFor() {
        // [CLS] the soup [SEP], and without the special tokens.
        String text = served.ok("/embed", "{\"inputs\":\"the soup\"}");
        assertEquals(text, served.ok("/embed", "{\"inputs\":[2,5,6,3]}"));
        assertEquals(text, served.ok("/embed", "{\"inputs\":[[5,6]]}"));
    }

    @Test
    void fewerDimensionsAreScaledAnew() throws IOException {
        float[] vector = Json.floats(Json.at(served.ok("/embed", "{\"dimensions\":5,\"inputs\":\"" + SOUP + "\"}"), 0));
        float[] whole = embedded(SOUP);
        assertEquals(5, vector.length);
        double length = Math.sqrt(Vectors.dot(Arrays.copyOf(whole, 5), Arrays.copyOf(whole, 5)));
        for (int i = 0; i < 5; i++) {
            assertEquals((float) (whole[i] / length), vector[i]);
        }
    }

    @Test
    void vectorsOfAnyLengthAreScaledUnlessTheClientSaysNo(@TempDir Path temporary) throws IOException {
        Path plain = TinyModels.plainEncoder(temporary.resolve("plain"));
        try (Device device = Device.cpu(1); var embedder = TextEmbedder.load(plain, device);
                var service = new Service(new ServedModels(List.of(ServedModel.open("plain", ModelDirectory.open(plain), device))),
                        Limits.USUAL, Guard.OPEN, new ServerFacts("1", 0), new ServeMeters(), served.mistakes::add)) {
            float[] raw = embedder.embed(SOUP);
            assertArrayEquals(raw, Json.floats(Json.at(asked(service, "/embed", "{\"normalize\":false,\"inputs\":\"" + SOUP + "\"}"), 0)));
            assertArrayEquals(raw, Json.floats(Json.at(asked(service, "/embeddings", "{\"input\":\"" + SOUP + "\"}"), "data", 0, "embedding")));
            float[] scaled = Json.floats(Json.at(asked(service, "/embed", "{\"inputs\":\"" + SOUP + "\"}"), 0));
            assertEquals((float) (raw[3] / Math.sqrt(Vectors.dot(raw, raw))), scaled[3]);
            assertEquals(1, Vectors.dot(scaled, scaled), 1e-6);
        }
    }

    private static String asked(Service service, String path, String body) {
        return service.answer(Request.of("POST", path, Served.JSON, body.getBytes(StandardCharsets.UTF_8))).content().text();
    }

    @Test
    void thresholdsByGroupDecideAndNobodyIsAnsweredWithoutAGroup(@TempDir Path temporary) throws IOException {
        Path fair = TinyModels.classifier(temporary.resolve("fair"), ProblemType.SINGLE_LABEL_CLASSIFICATION, "bad", "good");
        var thresholds = new LinkedHashMap<String, Double>();
        thresholds.put("f", 0.0);
        thresholds.put("m", 1.1);
        new GroupThresholds("sex", "good", thresholds).write(fair);
        try (Device device = Device.cpu(1);
                var service = new Service(new ServedModels(List.of(ServedModel.open("fair", ModelDirectory.open(fair), device))),
                        Limits.USUAL, Guard.OPEN, new ServerFacts("1", 0), new ServeMeters(), served.mistakes::add)) {
            assertEquals("good", Json.at(asked(service, "/predict", "{\"inputs\":\"soup\",\"group\":\"f\"}"), 0, "label"));
            assertEquals("bad", Json.at(asked(service, "/predict", "{\"inputs\":\"soup\",\"group\":\"m\"}"), 0, "label"));
            String both = asked(service, "/classify", "{\"input\":[\"soup\",\"soup\"],\"group\":[\"m\",\"f\"]}");
            assertEquals("bad", Json.at(both, "data", 0, 0, "label"));
            assertEquals("good", Json.at(both, "data", 1, 0, "label"));
            for (String[] wrong : new String[][] {
                {"", "group: missing; model 'fair' decides by 'sex'"},
                {",\"group\":[\"f\",\"f\"]", "group: 2 groups for 1 texts"},
                {",\"group\":[7]", "group[0]: must be a text"},
                {",\"group\":\"x\"", "group 'x': the model has thresholds for 'f', 'm' only"}}) {
                String answer = asked(service, "/predict", "{\"inputs\":\"soup\"%s}".formatted(wrong[0]));
                assertTrue(answer.contains(wrong[1]), answer);
            }
        }
    }

    @Test
    void everyTokenHasAVector() {
        String answer = served.ok("/embed_all", "{\"inputs\":[\"the soup\"]}");
        assertEquals(4, ((List<?>) Json.at(answer, 0)).size());
        float[] mean = new float[TinyModels.HIDDEN];
        for (int token = 0; token < 4; token++) {
            float[] vector = Json.floats(Json.at(answer, 0, token));
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i] / 4;
            }
        }
        float[] pooled = Json.floats(Json.at(served.ok("/embed", "{\"inputs\":\"the soup\"}"), 0));
        assertEquals(1, Vectors.cosine(mean, pooled), 1e-6);
    }

    @Test
    void similaritiesAreCosines() throws IOException {
        String answer = served.ok("/similarity",
                "{\"inputs\":{\"source_sentence\":\"%s\",\"sentences\":[\"%s\",\"%s\"]}}".formatted(SOUP, SOUP, FOOD));
        assertEquals((float) Vectors.cosine(embedded(SOUP), embedded(FOOD)), Json.floats(Json.of(answer))[1]);
        assertEquals(1, Json.floats(Json.of(answer))[0], 1e-6);
    }

    @Test
    void aTextHasItsLabelsAndAPairIsOneInput() throws IOException {
        try (var classifier = TextClassifier.load(directory.resolve("label"))) {
            String one = served.ok("/predict", "{\"inputs\":\"" + SOUP + "\"}");
            var expected = classifier.predict(SOUP);
            assertEquals(expected.label(), Json.at(one, 0, "label"));
            assertEquals((float) expected.score(), ((Number) Json.at(one, 0, "score")).floatValue());
            assertEquals(2, ((List<?>) Json.of(one)).size());
            String pair = served.ok("/predict", "{\"inputs\":[\"%s\",\"%s\"]}".formatted(SOUP, FOOD));
            assertEquals((float) classifier.predict(TextInput.of(SOUP, FOOD)).score(), ((Number) Json.at(pair, 0, "score")).floatValue());
            String batch = served.ok("/predict", "{\"inputs\":[[\"%s\"],[\"%s\",\"%s\"]]}".formatted(SOUP, SOUP, FOOD));
            assertEquals("[" + one + "," + pair + "]", batch);
            String infinity = served.ok("/classify", "{\"model\":\"label\",\"input\":[\"%s\"]}".formatted(SOUP));
            assertEquals(Json.of(one), Json.at(infinity, "data", 0));
        }
    }

    @Test
    void severalLabelsMayBeTrue() throws IOException {
        try (var classifier = TextClassifier.load(directory.resolve("multi"))) {
            var scores = classifier.predict(SOUP).scores();
            double threshold = scores.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            String all = served.ok("/predict", "{\"model\":\"multi\",\"inputs\":\"" + SOUP + "\"}");
            assertEquals(3, ((List<?>) Json.of(all)).size());
            String likely = served.ok("/predict", "{\"model\":\"multi\",\"threshold\":%s,\"inputs\":\"%s\"}".formatted(threshold, SOUP));
            assertEquals(1, ((List<?>) Json.of(likely)).size());
            assertEquals(Json.at(all, 0), Json.at(likely, 0));
        }
    }

    @Test
    void rerankingPutsTheBestFirst() throws IOException {
        try (var classifier = TextClassifier.load(directory.resolve("rank"))) {
            String texts = "[\"%s\",\"%s\",\"late\"]".formatted(SOUP, FOOD);
            String raw = served.ok("/rerank", "{\"query\":\"cold\",\"raw_scores\":true,\"return_text\":true,\"texts\":%s}".formatted(texts));
            double last = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 3; i++) {
                float score = ((Number) Json.at(raw, i, "score")).floatValue();
                assertTrue(score <= last, raw);
                last = score;
                assertEquals((float) classifier.predict(TextInput.of("cold", (String) Json.at(raw, i, "text"))).score(), score);
            }
            String cohere = served.ok("/v2/rerank",
                    "{\"query\":\"cold\",\"top_n\":2,\"return_documents\":true,\"documents\":[\"%s\",{\"text\":\"%s\"},\"late\"]}".formatted(SOUP, FOOD));
            assertEquals(2, ((List<?>) Json.at(cohere, "results")).size());
            for (int i = 0; i < 2; i++) {
                assertEquals(Json.at(raw, i, "index"), Json.at(cohere, "results", i, "index"));
                assertEquals(Json.at(raw, i, "text"), Json.at(cohere, "results", i, "document", "text"));
                assertEquals((float) RerankRoutes.squeezed(classifier.predict(TextInput.of("cold", (String) Json.at(raw, i, "text"))).score()),
                        ((Number) Json.at(cohere, "results", i, "relevance_score")).floatValue());
            }
            assertEquals(1, Json.at(cohere, "meta", "billed_units", "search_units"));
        }
    }

    @Test
    void entitiesHaveThePipelinesFieldsAndPlacesInCodePoints() throws IOException {
        String text = "😀 ann came. tom was late";
        try (var tagger = TokenClassifier.load(directory.resolve("tag"))) {
            var options = tagger.options();
            List<Entity> expected = tagger.submit(text, options).join();
            String answer = served.ok("/predict", "{\"model\":\"tag\",\"aggregation\":\"simple\",\"inputs\":\"" + text + "\"}");
            assertEquals(expected.size(), ((List<?>) Json.of(answer)).size());
            assertTrue(!expected.isEmpty(), "the tiny model finds something");
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i).type(), Json.at(answer, i, "entity_group"));
                assertEquals(expected.get(i).text(), Json.at(answer, i, "word"));
                int start = (Integer) Json.at(answer, i, "start");
                int end = (Integer) Json.at(answer, i, "end");
                assertEquals(expected.get(i).text(), new String(text.codePoints().toArray(), start, end - start));
            }
            String words = served.ok("/predict", "{\"model\":\"tag\",\"aggregation\":\"words\",\"inputs\":[\"%s\"]}".formatted(text));
            assertTrue(words.contains("\"entity\":"), words);
        }
    }

    @Test
    void answersAreFoundInTheContext() throws IOException {
        String context = "ann came late. tom was very good.";
        try (var answerer = QuestionAnswerer.load(directory.resolve("answer"))) {
            var expected = answerer.answers("was ann late?", context);
            String answer = served.ok("/answer", "{\"question\":\"was ann late?\",\"context\":\"%s\",\"top_k\":3}".formatted(context));
            assertEquals(3, ((List<?>) Json.at(answer, "answers")).size());
            assertEquals(expected.best().get(2).text(), Json.at(answer, "answers", 2, "answer"));
            assertEquals((float) expected.best().get(2).score(), ((Number) Json.at(answer, "answers", 2, "score")).floatValue());
        }
    }

    @Test
    void masksAreFilled() throws IOException {
        try (var filler = MaskFiller.load(directory.resolve("mask"))) {
            var expected = filler.fill("the soup was [MASK].", 2);
            String answer = served.ok("/fill-mask", "{\"inputs\":\"the soup was [MASK].\",\"top_k\":2}");
            assertEquals(expected.getFirst().get(1).token(), Json.at(answer, 0, 1, "token_str"));
            assertEquals(expected.getFirst().get(1).id(), Json.at(answer, 0, 1, "token"));
            assertEquals((float) expected.getFirst().get(1).probability(), ((Number) Json.at(answer, 0, 1, "score")).floatValue());
        }
    }

    @Test
    void tokensComeAndGo() {
        String answer = served.ok("/tokenize", "{\"inputs\":\"😀 Soup\"}");
        assertEquals("[CLS]", Json.at(answer, 0, 0, "text"));
        assertEquals(true, Json.at(answer, 0, 0, "special"));
        assertEquals("Soup", Json.at(answer, 0, 2, "text"));
        assertEquals(6, Json.at(answer, 0, 2, "id"));
        assertEquals(2, Json.at(answer, 0, 2, "start"));
        assertEquals(6, Json.at(answer, 0, 2, "stop"));
        assertEquals("[\"the soup\"]", served.ok("/decode", "{\"ids\":[2,5,6,3]}"));
        assertEquals("[\"the\",\"[CLS] soup\"]", served.ok("/decode", "{\"skip_special_tokens\":false,\"ids\":[[5],[2,6]]}"));
        assertEquals(1, ((List<?>) Json.at(served.ok("/tokenize", "{\"add_special_tokens\":false,\"inputs\":[\"soup\"]}"), 0)).size());
    }

    @Test
    void whatThereIsIsTold() {
        assertEquals("embed", Json.at(served.get("/v1/models").content().text(), "data", 0, "id"));
        assertEquals(7, Json.at(served.get("/v1/models").content().text(), "data", 0, "created"));
        String info = served.get("/info").content().text();
        assertEquals(TinyModels.POSITIONS, Json.at(info, "max_input_length"));
        assertEquals(Map.of(), Json.at(info, "model_type", "embedding"));
        assertEquals("reranker", Json.at(info, "models", 3, "type"));
        for (String path : List.of("/health", "/ping", "/v2/health/live", "/v2/health/ready", "/", "/page.js", "/page.css")) {
            assertEquals(200, served.get(path).status(), path);
        }
    }

    @Test
    void costsAreInHeadersAndMeters() {
        Response response = served.post("/embed", "{\"inputs\":[\"the soup\",\"the\"]}");
        assertEquals("7", response.headers().get("x-compute-tokens"));
        assertEquals("11", response.headers().get("x-compute-characters"));
        served.post("/embed", "{\"inputs\":7}");
        String metrics = served.get("/metrics").content().text();
        for (String line : List.of("te_request_count{method=\"batch\"}", "te_request_success{method=\"batch\"}",
                "te_request_failure{err=\"validation\"}", "te_embed_count ", "te_request_duration_bucket{le=\"1.5E-5\"}",
                "te_request_input_length_sum", "te_queue_size 0", "lathe_tokens_total{model=\"embed\"}",
                "lathe_requests_total{route=\"/embed\",status=\"422\"}")) {
            assertTrue(metrics.contains(line), () -> line + " in " + metrics);
        }
        assertFalse(Pattern.compile("(?m)^# HELP \\S+ *$").matcher(metrics).find(), () -> "a meter of which nothing is said: " + metrics);
    }
}
