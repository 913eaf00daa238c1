package dev.lathe.serve.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.calls.CallOptions;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.serve.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each test says when is looked: no time passes in them.
class ModelWatchTest {
    private static final TextInput TEXT = TextInput.of("the soup was cold");
    private static final Optional<String> NAME = Optional.of("m");

    @TempDir
    private Path folder;

    /// A watched model, and what was said of it.
    private final class Watching implements AutoCloseable {
        final Path directory = classifier("model", 3, "bad", "good");
        final Path other = classifier("other", 4, "bad", "good");
        final List<String> said = new ArrayList<>();
        final ServedModels models;
        final ModelWatch watch;
        private final Device device = Device.cpu(1);
        private final ServedBases bases = new ServedBases(device, CallOptions.USUAL);

        Watching() throws IOException {
            models = new ServedModels(List.of(open()));
            watch = new ModelWatch(models, List.of(new ModelWatch.Watched("m", List.of(directory), this::open)), said::add);
        }

        private ServedModel open() throws IOException {
            return ServedModel.open("m", ModelDirectory.open(directory), bases);
        }

        Prediction answer() {
            return ((LabelModel) models.named(NAME)).predict(TEXT).submit().get().join();
        }

        /// Twice: what is still there at the second look is taken.
        void look() {
            watch.look();
            watch.look();
        }

        void put(Path from) throws IOException {
            for (String file : List.of("config.json", "model.safetensors")) {
                Files.copy(from.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }

        @Override
        public void close() {
            watch.close();
            models.close();
            bases.close();
            device.close();
        }
    }

    private Path classifier(String name, long seed, String... labels) throws IOException {
        return TinyModels.classifier(folder.resolve(name), seed, ProblemType.SINGLE_LABEL_CLASSIFICATION, labels);
    }

    @Test
    void otherContentsAreAnotherModelAndTheFirstOnesComeBack() throws IOException {
        try (var w = new Watching()) {
            Prediction first = w.answer();
            Path before = Files.createDirectories(folder.resolve("before"));
            for (String file : List.of("config.json", "model.safetensors")) {
                Files.copy(w.directory.resolve(file), before.resolve(file));
            }
            w.put(w.other);
            w.watch.look();
            assertEquals(first, w.answer(), "half a copy may be there");
            w.watch.look();
            assertNotEquals(first, w.answer());
            w.put(before);
            w.look();
            assertEquals(first, w.answer());
            String replaced = "model 'm': replaced by what is in %s now".formatted(w.directory);
            assertEquals(List.of(replaced, replaced), w.said);
        }
    }

    @Test
    void whatIsWrittenAgainAsItWasIsNoOther() throws IOException {
        try (var w = new Watching()) {
            ServedModel model = w.models.named(NAME);
            Path copy = Files.copy(w.directory.resolve("model.safetensors"), folder.resolve("copy"));
            Files.move(copy, w.directory.resolve("model.safetensors"), StandardCopyOption.REPLACE_EXISTING);
            w.look();
            assertSame(model, w.models.named(NAME));
            assertEquals(List.of(), w.said);
        }
    }

    @Test
    void whatIsBrokenIsALineOnceAndTheOneBeforeServesOn() throws IOException {
        try (var w = new Watching()) {
            Prediction first = w.answer();
            Files.write(w.directory.resolve("model.safetensors"), new byte[100]);
            w.look();
            w.look();
            assertEquals(first, w.answer());
            assertEquals(1, w.said.size(), w.said.toString());
            assertTrue(w.said.getFirst().startsWith("model 'm': not replaced, the one before serves on: "), w.said.getFirst());
            w.put(w.other);
            w.look();
            assertNotEquals(first, w.answer());
        }
    }

    @Test
    void aModelForSomethingElseIsRefused() throws IOException {
        try (var w = new Watching()) {
            Prediction first = w.answer();
            w.put(TinyModels.tagger(folder.resolve("tagger")));
            w.look();
            assertEquals(first, w.answer());
            assertEquals(List.of("model 'm': not replaced, the one before serves on: of type token-classification, in the place of classifier"),
                    w.said);
        }
    }

    @Test
    void aDirectoryThatIsGoneChangesNothing() throws IOException {
        try (var w = new Watching()) {
            Prediction first = w.answer();
            Files.move(w.directory, folder.resolve("moved"));
            w.look();
            assertEquals(first, w.answer());
            Files.createDirectory(w.directory);
            w.look();
            assertEquals(first, w.answer());
            assertEquals(List.of(), w.said);
        }
    }

    @Test
    void whoHoldsAModelKeepsItUntilItIsReleased() throws IOException {
        try (var w = new Watching()) {
            var held = (LabelModel) w.models.named(NAME);
            Prediction first = w.answer();
            assertTrue(w.models.hold(held));
            assertTrue(w.models.hold(held));
            w.put(w.other);
            w.look();
            assertEquals(1, w.models.leaving());
            assertEquals(first, held.predict(TEXT).submit().get().join());
            w.models.release(held);
            assertEquals(first, held.predict(TEXT).submit().get().join());
            w.models.release(held);
            assertEquals(0, w.models.leaving());
            var late = held.predict(TEXT).submit().get();
            assertThrows(RuntimeException.class, late::join);
            assertTrue(!w.models.hold(held), "it has been replaced");
        }
    }
}
