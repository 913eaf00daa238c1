package dev.lathe.bert.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.TinyHeads;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every class for users can do: one input, many, and futures, with the same bits.
class PredictorsAlikeTest {
    private static final List<String> TEXTS = List.of(
            "the food was good", "very very fine .", "not " + "very ".repeat(90) + "bad", "awful", "the food");

    @TempDir
    private Path folder;

    /// A loaded model, and its methods for texts made from [#TEXTS]; a `null` text stays `null`.
    private record Loaded(
            AutoCloseable model, Function<String, Object> one, Function<List<String>, List<?>> all,
            Function<String, CompletableFuture<?>> submit, ToIntFunction<String> count, String list, String single) {}

    private enum Kind {
        EMBEDDER {
            @Override
            Loaded load(Path directory) throws IOException {
                var m = TextEmbedder.load(TinyModel.encoder(directory));
                return new Loaded(m, text -> listed(m.embed(text)), texts -> m.embedAll(texts).stream().map(Kind::listed).toList(),
                        text -> m.submit(text).thenApply(Kind::listed), m::countTokens, "texts[1]", "text");
            }
        },
        CLASSIFIER {
            @Override
            Loaded load(Path directory) throws IOException {
                var m = TextClassifier.load(TinyModel.classifier(directory, "a", "b", "c"));
                return new Loaded(m, m::predict, texts -> m.predictAll(TextInput.all(texts)), m::submit, m::countTokens,
                        "texts[1]", "text");
            }
        },
        TOKENS {
            @Override
            Loaded load(Path directory) throws IOException {
                var m = TokenClassifier.load(TinyHeads.tokens(directory, "O", "B-X", "I-X"));
                return new Loaded(m, m::predict, m::predictAll, m::submit, m::countTokens, "texts[1]", "text");
            }
        },
        ANSWERS {
            @Override
            Loaded load(Path directory) throws IOException {
                var m = QuestionAnswerer.load(TinyHeads.answers(directory));
                return new Loaded(m, text -> m.answer("was the food good", text),
                        texts -> m.answerAll(texts.stream().map(text -> TextInput.of("was the food good", text)).toList()),
                        text -> m.submit("was the food good", text), text -> m.countTokens("was the food good", text),
                        "pair", "context");
            }
        },
        CHOICES {
            @Override
            Loaded load(Path directory) throws IOException {
                var m = ChoiceSelector.load(TinyHeads.choices(directory));
                List<String> choices = List.of("good", "very bad", "fine .");
                return new Loaded(m, text -> m.choose(text, choices),
                        texts -> m.chooseAll(texts.stream().map(text -> new ChoiceSelector.Selection(text, choices)).toList()),
                        text -> m.submit(text, choices), text -> m.countTokens(text, choices), "prompt", "prompt");
            }
        },
        WORDS {
            @Override
            Loaded load(Path directory) throws IOException {
                var m = MaskFiller.load(TinyHeads.words(directory));
                return new Loaded(m, text -> m.fill(masked(text), 3),
                        texts -> m.fillAll(texts.stream().map(Kind::masked).toList(), 3),
                        text -> m.submit(masked(text), 3), text -> m.countTokens(masked(text)), "texts[1]", "text");
            }
        };

        abstract Loaded load(Path directory) throws IOException;

        private static List<Float> listed(float[] vector) {
            return IntStream.range(0, vector.length).mapToObj(i -> vector[i]).toList();
        }

        /// A mask, and one for each `food`.
        private static String masked(String text) {
            return text == null ? null : "[MASK] " + text.replace("food", "[MASK]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyInputsAndFuturesOfManyThreadsGiveTheBitsOfOneAlone(Kind kind) throws Exception {
        Loaded loaded = kind.load(folder.resolve("model"));
        try (var _ = loaded.model(); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Object> alone = TEXTS.stream().map(loaded.one()).toList();
            assertTrue(alone.stream().distinct().count() > 1, "the texts differ");
            assertEquals(alone, loaded.all().apply(TEXTS));
            assertEquals(List.of(), loaded.all().apply(List.of()));
            var calls = new ArrayList<Future<Object>>();
            for (int i = 0; i < 200; i++) {
                String text = TEXTS.get(i % TEXTS.size());
                calls.add(threads.submit(() -> loaded.submit().apply(text).get(60, TimeUnit.SECONDS)));
            }
            for (int i = 0; i < calls.size(); i++) {
                assertEquals(alone.get(i % TEXTS.size()), calls.get(i).get());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nullIsRefusedByName(Kind kind) throws Exception {
        Loaded loaded = kind.load(folder.resolve("model"));
        try (var _ = loaded.model()) {
            assertEquals(loaded.single() + ": null",
                    assertThrows(NullPointerException.class, () -> loaded.one().apply(null)).getMessage());
            assertEquals(loaded.single() + ": null",
                    assertThrows(NullPointerException.class, () -> loaded.submit().apply(null)).getMessage());
            assertEquals(loaded.list() + ": null", assertThrows(NullPointerException.class,
                    () -> loaded.all().apply(Arrays.asList("good", null))).getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedModelFailsCallsAndFuturesAlike(Kind kind) throws Exception {
        Loaded loaded = kind.load(folder.resolve("model"));
        loaded.model().close();
        String message = "model 'model': used after it was closed";
        assertEquals(message, assertThrows(IllegalStateException.class, () -> loaded.one().apply("good")).getMessage());
        var failed = assertThrows(ExecutionException.class, () -> loaded.submit().apply("good").get(10, TimeUnit.SECONDS));
        assertEquals(IllegalStateException.class, failed.getCause().getClass());
        assertEquals(message, failed.getCause().getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void closingInTheMidstLeavesNoFutureOpen(Kind kind) throws Exception {
        Loaded loaded = kind.load(folder.resolve("model"));
        List<CompletableFuture<?>> futures = Stream.generate(() -> TEXTS).limit(100).flatMap(List::stream)
                .<CompletableFuture<?>>map(loaded.submit()::apply).toList();
        loaded.model().close();
        for (CompletableFuture<?> future : futures) {
            try {
                future.get(60, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertEquals("model 'model': used after it was closed", e.getCause().getMessage());
            } catch (TimeoutException e) {
                throw new AssertionError("a future is left open", e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tokensAreThoseThatTheModelReads(Kind kind) throws Exception {
        Loaded loaded = kind.load(folder.resolve("model"));
        try (var _ = loaded.model()) {
            int expected = switch (kind) {
                case EMBEDDER, CLASSIFIER, TOKENS -> 6;
                case ANSWERS -> 11;
                case CHOICES -> 3 * 7 + 5;
                case WORDS -> 7;
            };
            assertEquals(expected, loaded.count().applyAsInt("the food was good"), "[CLS] the food was good [SEP]");
        }
    }
}
