package dev.lathe.serve.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many callers at once: each has its own answer, with the bits of a call alone.
class ConcurrencyTest {
    private static final int THREADS = 64;
    private static final int ROUNDS = 12;
    private static final List<String> WORDS = List.of("the", "soup", "food", "was", "cold", "warm", "good", "very", "ann", "late");

    private record Question(String path, String body) {}

    private static String text(Random random) {
        return random.ints(1 + random.nextInt(30), 0, WORDS.size()).mapToObj(WORDS::get).collect(Collectors.joining(" "));
    }

    private static String texts(Random random, int count) {
        return IntStream.range(0, count).mapToObj(_ -> '"' + text(random) + '"').collect(Collectors.joining(",", "[", "]"));
    }

    private static Question question(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> new Question("/v1/embeddings", "{\"input\":\"%s\",\"encoding_format\":\"base64\"}".formatted(text(random)));
            case 1 -> new Question("/embed", "{\"inputs\":%s}".formatted(texts(random, 1 + random.nextInt(200))));
            case 2 -> new Question("/embed_all", "{\"inputs\":\"%s\"}".formatted(text(random)));
            case 3 -> new Question("/predict", "{\"inputs\":\"%s\"}".formatted(text(random)));
            case 4 -> new Question("/predict", "{\"model\":\"tag\",\"inputs\":%s}".formatted(texts(random, 5)));
            case 5 -> new Question("/rerank", "{\"query\":\"%s\",\"texts\":%s}".formatted(text(random), texts(random, 40)));
            case 6 -> new Question("/answer", "{\"question\":\"%s\",\"context\":\"%s\"}".formatted(text(random), text(random)));
            case 7 -> new Question("/fill-mask", "{\"inputs\":\"%s [MASK]\"}".formatted(text(random)));
            default -> new Question("/tokenize", "{\"inputs\":\"%s\"}".formatted(text(random)));
        };
    }

    @Test
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noAnswerIsSwappedAndNoBitDiffers(@TempDir Path directory) throws IOException {
        long seed = Long.getLong("test.seed", 20);
        var random = new Random(seed);
        try (var served = new Served(directory, Limits.USUAL.withRequests(THREADS).withTime(Duration.ofMinutes(3)), Guard.OPEN)) {
            Map<Question, String> alone = new LinkedHashMap<>();
            while (alone.size() < THREADS) {
                Question question = question(random);
                alone.put(question, served.ok(question.path(), question.body()));
            }
            List<Question> questions = List.copyOf(alone.keySet());
            var done = new ArrayList<CompletableFuture<Void>>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                var end = new CompletableFuture<Void>();
                done.add(end);
                Thread.startVirtualThread(() -> {
                    try {
                        for (int round = 0; round < ROUNDS; round++) {
                            Question question = questions.get((first + round * 7) % THREADS);
                            assertEquals(alone.get(question), served.ok(question.path(), question.body()), () -> "-Dtest.seed=" + seed);
                        }
                        end.complete(null);
                    } catch (RuntimeException | Error failure) {
                        end.completeExceptionally(failure);
                    }
                });
            }
            done.forEach(CompletableFuture::join);
            assertEquals(List.of(), served.mistakes);
            assertEquals(0, served.service.inWork());
        }
    }
}
