package dev.lathe.serve.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.serve.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every route with bodies that nobody meant: fields of any type, cut, doubled, with bytes exchanged. `-Dfuzz.rounds` says how many.
class RouteFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 1500);
    private static final String RANKED = "\"query\":\"soup\",\"documents\":[\"cold\",\"warm\"]";
    private static final String INPUTS = "\"inputs\":\"the soup\"";
    /// What each is meant to be asked.
    private static final Map<String, String> ROUTES = new TreeMap<>(Map.ofEntries(
            Map.entry("/v1/embeddings", "\"input\":\"the soup\""), Map.entry("/embeddings", "\"input\":[5,6]"), Map.entry("/embed", INPUTS),
            Map.entry("/embed_all", INPUTS), Map.entry("/similarity", "\"inputs\":{\"source_sentence\":\"soup\",\"sentences\":[\"cold\"]}"),
            Map.entry("/predict", INPUTS), Map.entry("/classify", "\"input\":[\"the soup\"]"), Map.entry("/rerank", RANKED),
            Map.entry("/v1/rerank", RANKED), Map.entry("/v2/rerank", RANKED), Map.entry("/answer", "\"question\":\"ann\",\"context\":\"late\""),
            Map.entry("/fill-mask", "\"inputs\":\"[MASK] soup\""), Map.entry("/tokenize", INPUTS), Map.entry("/decode", "\"ids\":[5,6]")));
    private static final List<String> FIELDS = List.of("input", "inputs", "model", "query", "texts", "documents", "question", "context", "ids", "top_k",
            "top_n", "normalize", "dimensions", "encoding_format", "truncate", "raw_scores", "return_text", "return_documents", "threshold",
            "aggregation", "stride", "source_sentence", "sentences", "add_special_tokens", "skip_special_tokens", "truncation_direction", "user");
    private static final List<String> VALUES = List.of("\"the soup\"", "\"\"", "\" \"", "\"[MASK] soup\"", "\"\\ud800\"", "\"\\u0000\"", "\"\uD83C\uDF72\"",
            "\"base64\"", "\"float\"", "\"label\"", "\"tag\"", "\"rank\"", "\"multi\"", "\"simple\"", "\"right\"", "0", "1", "-1", "21", "2.5", "1e308", "-1e-320",
            "99999999999999999999", "true", "false", "null", "[]", "{}", "[[]]", "[null]", "[5,6]", "[[5,6],[7]]", "[\"a\",\"b\"]", "[[\"a\"],[\"b\",\"c\"]]",
            "{\"text\":\"a\"}", "[{\"text\":\"a\"}]", "{\"source_sentence\":\"a\",\"sentences\":[\"b\"]}");
    private static final Set<Integer> MEANT = Set.of(200, 400, 404, 413, 422);

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /// Half of them begin as they are meant.
    private static String object(Random random, String meant) {
        Stream<String> others = IntStream.range(0, random.nextInt(4)).mapToObj(_ -> "\"%s\":%s".formatted(one(random, FIELDS), one(random, VALUES)));
        return (random.nextBoolean() ? Stream.concat(Stream.of(meant), others) : others).collect(Collectors.joining(",", "{", "}"));
    }

    private static byte[] body(Random random, String meant) {
        byte[] body = object(random, meant).getBytes(StandardCharsets.UTF_8);
        switch (random.nextInt(8)) {
            case 0 -> body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            case 1 -> body = Arrays.copyOf(body, random.nextInt(body.length + 1));
            case 2 -> body = Arrays.copyOf(body, body.length + 1 + random.nextInt(9));
            default -> { }
        }
        return body;
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noBodyIsAMistakeOfOurs(@TempDir Path directory) throws IOException {
        long seed = Long.getLong("test.seed", 8);
        var random = new Random(seed);
        int answered = 0;
        try (var served = new Served(directory)) {
            for (int round = 0; round < ROUNDS; round++) {
                String route = one(random, List.copyOf(ROUTES.keySet()));
                byte[] body = body(random, ROUTES.get(route));
                Response response = served.post(route, body);
                String told = "%s %s: %d %s; -Dtest.seed=%d".formatted(
                        route, new String(body, StandardCharsets.UTF_8), response.status(), response.content().text(), seed);
                assertTrue(MEANT.contains(response.status()), told);
                assertTrue(response.status() == 200 || response.content().text().indexOf('\n') < 0, told);
                answered += response.status() == 200 ? 1 : 0;
            }
            assertEquals(List.of(), served.mistakes, () -> "-Dtest.seed=" + seed);
            assertEquals(0, served.service.inWork());
        }
        assertTrue(answered > ROUNDS / 10, "of %d bodies %d were right: else only refusals are tried".formatted(ROUNDS, answered));
    }
}
