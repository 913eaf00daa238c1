package dev.lathe.bench;

import dev.lathe.bert.predict.TextEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// How near many callers of one text each come to one caller of all texts: texts a second of `TextEmbedder.submit` from 200 virtual
/// threads, each of which waits for its vector before it submits the next text, over those of `embedAll`, taking turns.
///
///     java --add-modules jdk.incubator.vector -cp bench/target/classes:bench/target/lib/* dev.lathe.bench.SubmittedCalls DIRECTORY
public final class SubmittedCalls {
    private static final int CALLERS = 200;
    private static final int TEXTS = 1_000;
    private static final int ROUNDS = 5;
    private static final String[] WORDS = "the soup was cold but service quick and room warm with good wine from near".split(" ");

    private SubmittedCalls() {}

    /// @param arguments directory of an embedding model
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (var embedder = TextEmbedder.load(Path.of(arguments[0]))) {
            for (int longest : new int[] {8, 24}) {
                compare(embedder, texts(longest));
            }
        }
    }

    private static void compare(TextEmbedder embedder, List<String> texts) throws InterruptedException {
        requireSameBits(embedder, texts.subList(0, 100));
        long tokens = texts.stream().mapToLong(embedder::countTokens).sum();
        var together = new double[ROUNDS];
        var ratios = new ArrayList<List<Double>>(List.of(new ArrayList<>(), new ArrayList<>()));
        for (int round = -2; round < ROUNDS; round++) {
            double batch = rate(texts, embedder::embedAll);
            double futures = rate(texts, all -> callers(all, text -> embedder.submit(text).join()));
            double direct = rate(texts, all -> callers(all, embedder::embed));
            if (round >= 0) {
                together[round] = batch;
                ratios.get(0).add(futures / batch);
                ratios.get(1).add(direct / batch);
            }
        }
        Arrays.sort(together);
        System.out.printf(Locale.ROOT, "%.1f tokens a text: embedAll %.0f texts/s; submit from %d threads %s of that; embed %s%n",
                (double) tokens / texts.size(), together[ROUNDS / 2], CALLERS, spread(ratios.get(0)), spread(ratios.get(1)));
    }

    private static void requireSameBits(TextEmbedder embedder, List<String> texts) {
        List<float[]> vectors = embedder.embedAll(texts);
        List<CompletableFuture<float[]>> futures = texts.stream().map(embedder::submit).toList();
        for (int i = 0; i < texts.size(); i++) {
            if (!Arrays.equals(vectors.get(i), futures.get(i).join())) {
                throw new IllegalStateException("text %d: other bits".formatted(i));
            }
        }
    }

    private static double rate(List<String> texts, Consumer<List<String>> work) {
        long start = System.nanoTime();
        work.accept(texts);
        return texts.size() / ((System.nanoTime() - start) * 1e-9);
    }

    private static void callers(List<String> texts, Consumer<String> call) {
        var next = new AtomicInteger();
        var done = new CountDownLatch(CALLERS);
        for (int caller = 0; caller < CALLERS; caller++) {
            Thread.startVirtualThread(() -> {
                for (int i = next.getAndIncrement(); i < texts.size(); i = next.getAndIncrement()) {
                    call.accept(texts.get(i));
                }
                done.countDown();
            });
        }
        try {
            done.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String spread(List<Double> ratios) {
        List<Double> sorted = ratios.stream().sorted().toList();
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)",
                sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
    }

    /// Of 1 to `longest` words, by a fixed rule.
    private static List<String> texts(int longest) {
        var texts = new ArrayList<String>();
        for (int i = 0; i < TEXTS; i++) {
            var text = new StringBuilder();
            for (int w = 0; w <= i * 31 % longest; w++) {
                text.append(WORDS[(i * 7 + w * 5) % WORDS.length]).append(' ');
            }
            texts.add(text.toString());
        }
        return texts;
    }
}
