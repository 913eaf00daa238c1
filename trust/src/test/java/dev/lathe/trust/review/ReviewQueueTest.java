package dev.lathe.trust.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ReviewQueueTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
    private static final Decision DECISION = new Decision("m", "ab", "good", 0.5, List.of("bad", "good"), Optional.of("Größe"), Optional.empty());

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("queue.jsonl");
    }

    @Test
    void whatIsAddedWaitsUntilItIsAnswered() throws IOException {
        var queue = ReviewQueue.at(file, CLOCK);
        long first = queue.add(DECISION);
        long second = queue.add(DECISION.withoutTexts());
        Reviews reviews = Reviews.read(file);
        assertEquals(List.of(first, second), List.copyOf(reviews.waiting().keySet()));
        assertEquals(DECISION, reviews.waiting().get(first));
        assertEquals(Optional.empty(), reviews.waiting().get(second).text());
        reviews.answer(queue, second, "bad");
        reviews.answer(queue, second, "good");
        Reviews after = Reviews.read(file);
        assertEquals(List.of(first), List.copyOf(after.waiting().keySet()));
        assertEquals("good", after.answered().get(second).label(), "the last answer counts");
        assertEquals(0, after.torn());
        assertEquals("""
                {"id":0,"time":"2026-01-02T03:04:05Z","event":"asked","model":"m","model_sha256":"ab","label":"good","confidence":0.5,\
                "labels":["bad","good"],"text":"Größe"}""", Files.readAllLines(file).getFirst());
    }

    @Test
    void aTornLineIsPassedOver() throws IOException {
        var queue = ReviewQueue.at(file, CLOCK);
        queue.add(DECISION);
        byte[] whole = Files.readAllBytes(file);
        for (int kept = 1; kept < whole.length - 2; kept++) {
            Files.write(file, whole);
            Files.write(file, Arrays.copyOf(whole, kept), StandardOpenOption.APPEND);
            assertEquals(1, Reviews.read(file).torn(), "torn after " + kept);
            long id = queue.add(DECISION);
            Reviews reviews = Reviews.read(file);
            assertEquals(List.of(0L, id), List.copyOf(reviews.waiting().keySet()));
            assertEquals(whole.length + kept + 1, id);
            assertEquals(1, reviews.torn());
        }
    }

    @Test
    void manyAddAtOnce() throws Exception {
        var ids = new ArrayList<Future<Long>>();
        var queue = ReviewQueue.at(file);
        try (var pool = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 40; i++) {
                ids.add(pool.submit(() -> queue.add(DECISION)));
            }
            for (Future<Long> id : ids) {
                id.get();
            }
        }
        assertEquals(40, Reviews.read(file).waiting().size());
    }

    @Test
    void answersFitTheirDecisions() throws IOException {
        var queue = ReviewQueue.at(file);
        queue.add(DECISION);
        Reviews reviews = Reviews.read(file);
        assertEquals(file + ": no decision 7", refusal(() -> reviews.answer(queue, 7, "good")));
        assertEquals(file + ": decision 0: the model has no label 'goood'; it has bad, good", refusal(() -> reviews.answer(queue, 0, "goood")));
        reviews.answer(queue, 0, "bad,good");
        assertEquals(file + "x: no such file", refusal(() -> Reviews.read(Path.of(file + "x"))));
        Files.writeString(file, "{\"id\":0}\n");
        assertEquals(file + ":1: neither a decision nor an answer", refusal(() -> Reviews.read(file)));
        Files.writeString(file, "{\"id\":0,\"event\":\"answered\",\"of\":5,\"label\":\"x\"}\n");
        assertEquals(file + ":1: an answer to nothing", refusal(() -> Reviews.read(file)));
    }

    private static String refusal(Executable deed) {
        return assertThrows(ReviewException.class, deed).getMessage();
    }

    @Test
    void aRuleWantsWhatIsDoubtfulOrListed() {
        var rule = new ReviewRule(0.7, Set.of("fraud"));
        assertTrue(rule.wants(List.of("fine"), 0.69));
        assertFalse(rule.wants(List.of("fine"), 0.7));
        assertTrue(rule.wants(List.of("fine", "fraud"), 1));
        assertTrue(rule.wants(List.of("fine"), Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new ReviewRule(1.1, Set.of()));
    }
}
