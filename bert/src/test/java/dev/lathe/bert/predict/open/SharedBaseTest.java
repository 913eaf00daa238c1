package dev.lathe.bert.predict.open;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Adapters that Python's peft has written, over one base.
class SharedBaseTest {
    private static final List<String> ADAPTERS = List.of("lora", "rslora", "dora", "biases", "ia3", "adalora", "prompt", "prefix");

    @TempDir
    private Path folder;
    private final Device device = Device.cpu(2);
    private final Map<String, Path> adapters = new LinkedHashMap<>();
    private List<String> words = List.of();
    private Path basePath = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        basePath = copied("base");
        for (String name : ADAPTERS) {
            adapters.put(name, copied(name));
        }
        words = Files.readAllLines(basePath.resolve("vocab.txt")).stream().filter(word -> word.matches("[a-z.]+")).toList();
    }

    @AfterEach
    void close() {
        device.close();
    }

    private Path copied(String name) throws IOException {
        Path directory = Files.createDirectories(folder.resolve(name));
        try (var files = Files.newDirectoryStream(resources().resolve(name))) {
            for (Path file : files) {
                Files.copy(file, directory.resolve(String.valueOf(file.getFileName())));
            }
        }
        return directory;
    }

    private static Path resources() {
        try {
            return Path.of(SharedBaseTest.class.getResource("/peft/logits.json").toURI()).resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> texts(Random random, int count) {
        var texts = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            texts.add(random.ints(1 + random.nextInt(7), 0, words.size()).mapToObj(words::get).collect(Collectors.joining(" ")));
        }
        return texts;
    }

    private ModelDirectory directory(String name) throws IOException {
        return ModelDirectory.open(basePath, adapters.get(name));
    }

    @Test
    void textsForManyAdaptersHaveTheBitsThatEachGivesAlone() throws IOException {
        long seed = Long.getLong("test.seed", 33);
        var random = new Random(seed);
        List<String> texts = texts(random, 120);
        Map<String, List<Prediction>> alone = new LinkedHashMap<>();
        for (String name : ADAPTERS) {
            try (var classifier = TextClassifier.load(directory(name), device)) {
                alone.put(name, classifier.predictAll(TextInput.all(texts)));
            }
        }
        // Else the bits say nothing.
        assertEquals(ADAPTERS.size(), alone.values().stream().map(all -> all.getFirst().scores()).distinct().count());
        var base = SharedBase.of(basePath, device);
        Map<String, TextClassifier> open = new LinkedHashMap<>();
        for (String name : ADAPTERS) {
            open.put(name, TextClassifier.load(directory(name), base));
        }
        Map<String, List<CompletableFuture<Prediction>>> calls = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            for (String name : ADAPTERS) {
                calls.computeIfAbsent(name, _ -> new ArrayList<>()).add(open.get(name).submit(texts.get(i)));
            }
        }
        for (String name : ADAPTERS) {
            assertEquals(alone.get(name), calls.get(name).stream().map(CompletableFuture::join).toList(), name + " -Dtest.seed=" + seed);
            assertEquals(alone.get(name), open.get(name).predictAll(TextInput.all(texts)), name);
        }
        open.values().forEach(TextClassifier::close);
        base.close();
    }

    @Test
    void lowRankAndFactorsAreReadInOnePassAndOthersInTheirOwn() throws IOException {
        try (var base = SharedBase.of(basePath, device)) {
            var mixable = new ArrayList<String>();
            for (String name : ADAPTERS) {
                var directory = directory(name);
                try (var model = OpenModel.load(directory, base,
                        scope -> new BertForSequenceClassification(scope, directory.config().bert(), 3))) {
                    if (model.around().isPresent()) {
                        mixable.add(name);
                    }
                }
            }
            assertEquals(List.of("lora", "rslora", "ia3", "adalora"), mixable);
        }
    }

    @Test
    void theBasesWeightsAreOneModels() throws IOException {
        try (var base = SharedBase.of(basePath, device);
                var one = TextClassifier.load(directory("lora"), base);
                var other = TextClassifier.load(directory("ia3"), base)) {
            String path = "encoder.layer.0.attention.self.query.weight";
            assertEquals(base.weights().parameter(path), base.weights().parameter("bert." + path));
            assertFalse(one.predict("a").scores().equals(other.predict("a").scores()));
        }
    }

    @Test
    void aModelThatIsClosedLeavesTheOthersOpen() throws IOException {
        var base = SharedBase.of(basePath, device);
        var one = TextClassifier.load(directory("lora"), base);
        var other = TextClassifier.load(directory("ia3"), base);
        Prediction before = other.predict(words.getFirst());
        one.close();
        var late = one.submit(words.getFirst());
        var ended = assertThrows(CompletionException.class, late::join);
        assertTrue(ended.getCause().getMessage().contains("used after it was closed"), ended.getMessage());
        assertEquals(before, other.submit(words.getFirst()).join());
        base.close();
        assertEquals(before, other.submit(words.getFirst()).join());
        assertThrows(IllegalStateException.class, () -> TextClassifier.load(directory("lora"), base));
        other.close();
        assertThrows(IllegalStateException.class, () -> base.weights().parameter("encoder.layer.0.attention.self.query.weight").value().toArray());
    }

    @Test
    void aModelOfAnotherBaseIsRefused() throws IOException {
        Path second = Files.createDirectories(folder.resolve("second"));
        for (String file : List.of("config.json", "model.safetensors", "vocab.txt")) {
            Files.copy(basePath.resolve(file), second.resolve(file));
        }
        try (var base = SharedBase.of(second, device)) {
            var refused = assertThrows(CheckpointException.class, () -> TextClassifier.load(directory("lora"), base));
            assertTrue(refused.getMessage().contains("stands on"), refused.getMessage());
        }
    }
}
