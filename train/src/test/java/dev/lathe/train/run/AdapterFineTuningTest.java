package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.Device;
import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterMethods;
import dev.lathe.nn.adapter.BitFit;
import dev.lathe.nn.adapter.Bottleneck;
import dev.lathe.nn.adapter.Ia3;
import dev.lathe.nn.adapter.Lora;
import dev.lathe.nn.adapter.PrefixTuning;
import dev.lathe.nn.adapter.PromptTuning;
import dev.lathe.nn.adapter.Targets;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.run.model.AdapterMerge;
import dev.lathe.train.run.model.ModelEvaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Fine-tuning of a few parameters beside a base that stays as it is.
class AdapterFineTuningTest {
    private static final String TEXT = "the food was very good";

    @TempDir
    private Path folder;
    private Path encoder;
    private Path train;
    private Path out;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        train = TinyModel.sentences(folder.resolve("train.jsonl"), 40);
        out = folder.resolve("out");
    }

    static Stream<AdapterMethod> methods() {
        return Stream.concat(AdapterMethods.all().stream().map(AdapterFineTuningTest::small), Stream.of(
                Lora.DEFAULT.withStable(true).withDropout(0.1), Lora.DEFAULT.withDecomposed(true), Bottleneck.HOULSBY.withSize(3)));
    }

    /// A sixteenth of the tiny model's width is a single ReLU, which gives nothing if it starts below 0, and it has 128 positions.
    private static AdapterMethod small(AdapterMethod method) {
        return switch (method) {
            case Bottleneck bottleneck -> bottleneck.withSize(8);
            case PromptTuning _ -> new PromptTuning(3);
            case PrefixTuning _ -> new PrefixTuning(3);
            default -> method;
        };
    }

    @ParameterizedTest
    @MethodSource("methods")
    void whatIsStoredGivesWhatTheTrainingSaw(AdapterMethod method) throws IOException {
        byte[] base = Files.readAllBytes(encoder.resolve("model.safetensors"));
        var result = tuning(method).run(listener());
        assertArrayEquals(base, Files.readAllBytes(encoder.resolve("model.safetensors")));
        assertFalse(Files.exists(out.resolve("model.safetensors")));
        var again = new ModelEvaluation(out, train).run();
        assertEquals(result.evaluation().orElseThrow().loss(), again.evaluation().loss());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyTensorThatIsStoredHasMoved(AdapterMethod method) throws IOException {
        tuning(method).run(listener());
        tuningTo("still", method).options(TrainingOptions.builder().maxSteps(1).learningRate(1e-30).maxLength(16).adapter(method).build())
                .run(listener());
        try (var moved = SafetensorsFile.open(out.resolve("adapter_model.safetensors"));
                var still = SafetensorsFile.open(folder.resolve("still/adapter_model.safetensors"))) {
            assertEquals(still.names(), moved.names());
            for (String name : moved.names()) {
                assertFalse(Arrays.equals(values(still, name), values(moved, name)), name);
            }
        }
    }

    private static float[] values(Checkpoint file, String name) throws IOException {
        var values = new float[(int) file.entry(name).elements()];
        file.read(name, values, 0);
        return values;
    }

    @ParameterizedTest
    @MethodSource("methods")
    void mergedItGivesTheSameWithoutTheBase(AdapterMethod method) throws IOException {
        tuning(method).run(listener());
        Path merged = folder.resolve("merged");
        if (!method.merges()) {
            assertEquals(out + ": " + method.name() + ": stands beside the base's weights, and they cannot hold what it does; use it with its base",
                    assertThrows(CheckpointException.class,
                            () -> AdapterMerge.run(ModelDirectory.open(out), merged, ExistingOutput.REFUSE)).getMessage());
            return;
        }
        AdapterMerge.run(ModelDirectory.open(out), merged, ExistingOutput.REFUSE);
        double adapted;
        try (var classifier = TextClassifier.load(encoder, out)) {
            adapted = classifier.predict(TEXT).score();
        }
        Files.delete(encoder.resolve("model.safetensors"));
        try (var classifier = TextClassifier.load(merged)) {
            assertEquals(List.of("negative", "positive"), classifier.labels());
            assertEquals(adapted, classifier.predict(TEXT).score(), 1e-5);
        }
        try (var file = SafetensorsFile.open(merged.resolve("model.safetensors"))) {
            assertEquals(41, file.names().size(), "as a whole fine-tuning has");
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aStoppedRunEndsInTheSameBytesOnAnyNumberOfThreads(AdapterMethod method) throws IOException {
        assertThrows(IllegalStateException.class, () -> tuning(method).saveSteps(2).run(new TrainingListener() {
            @Override
            public void saved(int step) {
                throw new IllegalStateException("stop");
            }
        }));
        Path checkpoint = folder.resolve("out.partial/checkpoints/step-2");
        Set<String> trained = names(checkpoint.resolve("adapter_model.safetensors"));
        assertEquals(2 * trained.size(), names(checkpoint.resolve("moments.safetensors")).stream()
                .filter(name -> name.startsWith("first.") || name.startsWith("second.")).count(), "two moments of each that trains");
        assertFalse(Files.exists(checkpoint.resolve("model.safetensors")));
        try (var one = Device.cpu(1)) {
            tuning(method).resume().run(one, listener());
        }
        byte[] resumed = Files.readAllBytes(out.resolve("adapter_model.safetensors"));
        out = folder.resolve("whole");
        tuning(method).run(listener());
        assertArrayEquals(Files.readAllBytes(out.resolve("adapter_model.safetensors")), resumed);
    }

    @Test
    void namesAndKeysAreThoseOfPeft() throws IOException {
        tuning(Lora.DEFAULT.withRank(3)).run(listener());
        var expected = new TreeSet<String>();
        for (int layer = 0; layer < 2; layer++) {
            for (String map : List.of("query", "value")) {
                String place = "base_model.model.bert.encoder.layer.%d.attention.self.%s.lora_".formatted(layer, map);
                expected.addAll(List.of(place + "A.weight", place + "B.weight"));
            }
        }
        expected.addAll(List.of("base_model.model.classifier.weight", "base_model.model.classifier.bias",
                "base_model.model.bert.pooler.dense.weight", "base_model.model.bert.pooler.dense.bias"));
        assertEquals(expected, names(out.resolve("adapter_model.safetensors")));
        JsonNode config = json("adapter_config.json");
        assertEquals("LORA", config.get("peft_type").asText());
        assertEquals("SEQ_CLS", config.get("task_type").asText());
        assertEquals(3, config.get("r").asInt());
        assertEquals("[\"query\",\"value\"]", config.get("target_modules").toString());
        assertEquals("[\"pooler\",\"classifier\"]", config.get("modules_to_save").toString());
        assertEquals(encoder.toAbsolutePath().toString(), config.get("base_model_name_or_path").asText());
        JsonNode options = json("training.json").get("options");
        assertEquals("lora", options.get("peft").asText());
        assertEquals(3, options.get("lora-rank").asInt());
        // Four maps of 3 x (24 + 24), and the head's 650.
        assertTrue(notices.contains("lora trains 1,226 of 13,738 values, 650 of them in the head; the rest of the base stays as it is"),
                notices::toString);
        assertFalse(notices.stream().anyMatch(notice -> notice.contains("lora_A")), notices::toString);
    }

    @Test
    void theCardSaysThatItIsAnAdapterAndWhatOpensIt() throws IOException {
        tuning(Lora.DEFAULT).run(listener());
        String card = Files.readString(out.resolve("README.md"));
        for (String words : List.of("library_name: \"peft\"\n", "base_model: \"encoder\"\nbase_model_relation: \"adapter\"\n", "- \"lora\"\n",
                "An adapter (lora) for text classification, trained with Lathe beside `encoder`, with which it is used.\n",
                "lathe predict --model \"out\" --text \"Your text\"\n", "With peft:\n",
                "base = AutoModelForSequenceClassification.from_pretrained(\"encoder\", num_labels=2)\n"
                + "model = PeftModel.from_pretrained(base, \"out\")\n")) {
            assertTrue(card.contains(words), card);
        }
        tuningTo("biases", BitFit.DEFAULT).run(listener());
        String own = Files.readString(folder.resolve("biases/README.md"));
        assertTrue(own.contains("library_name: \"lathe\"\n"), own);
        assertFalse(own.contains("python"), own);
    }

    @Test
    void aPoolerThatTheBaseHasStaysAsItIs() throws IOException {
        encoder = TinyModel.classifier(folder.resolve("classifier"), "bad", "good");
        tuning(Ia3.DEFAULT).run(listener());
        assertEquals("[\"classifier\"]", json("adapter_config.json").get("modules_to_save").toString());
        assertEquals("[\"attention.output.dense\"]", json("adapter_config.json").get("exclude_modules").toString());
        assertFalse(names(out.resolve("adapter_model.safetensors")).contains("base_model.model.bert.pooler.dense.weight"));
        tuningTo("biases", BitFit.DEFAULT).run(listener());
        Set<String> biases = names(folder.resolve("biases/adapter_model.safetensors"));
        assertTrue(biases.contains("base_model.model.bert.pooler.dense.bias"));
        assertTrue(biases.stream().allMatch(name -> name.endsWith(".bias") || name.contains("classifier")), biases::toString);
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        assertEquals("lora: target qery fits no map of the base; there are attention.self.query, attention.self.key, attention.self.value, "
                + "attention.output.dense, intermediate.dense, output.dense",
                message(() -> tuning(Lora.DEFAULT.withTargets(Targets.of(List.of("qery")))).run(listener())));
        assertEquals("lora: target vaule fits no map of the base; there are attention.self.query, attention.self.key, attention.self.value, "
                + "attention.output.dense, intermediate.dense, output.dense",
                message(() -> tuning(Lora.DEFAULT.withTargets(Targets.of(List.of("query", "vaule")))).run(listener())));
        assertEquals("maxLength 16: the model takes 8 tokens at most beside 120 virtual ones",
                message(() -> tuning(new PrefixTuning(120)).run(listener())));
        assertEquals("virtualTokens 128: the model takes 128 tokens at most, with those of a text",
                message(() -> tuning(new PromptTuning(128)).run(listener())));
        assertFalse(Files.exists(out));
        assertEquals("peft lora: freeze bert.embeddings is given too, but an adapter leaves the whole base as it is; give one of the two",
                message(() -> TrainingOptions.builder().adapter(Lora.DEFAULT).freeze(List.of("bert.embeddings")).build()));
        tuning(Ia3.DEFAULT).run(listener());
        assertEquals("out: an adapter; a training begins with a whole model, which 'lathe merge' makes of it",
                message(() -> new FineTuning(BaseModel.of(out), TrainingData.of(train), folder.resolve("more")).run(listener())));
        Path other = TinyModel.encoder(folder.resolve("other"));
        byte[] weights = Files.readAllBytes(other.resolve("model.safetensors"));
        weights[weights.length - 4] ^= 1;
        Files.write(other.resolve("model.safetensors"), weights);
        String wrong = assertThrows(CheckpointException.class, () -> TextClassifier.load(other, out)).getMessage();
        assertTrue(wrong.startsWith(other.resolve("model.safetensors") + ": not the base of the adapter " + out), wrong);
        String nothing = assertThrows(CheckpointException.class, () -> AdapterMerge.run(
                ModelDirectory.open(other), folder.resolve("merged"), ExistingOutput.REFUSE)).getMessage();
        assertEquals(other + ": no adapter: there is nothing to merge", nothing);
        assertNotEquals(List.of(), notices);
    }

    private static String message(Executable refused) {
        return assertThrows(IllegalArgumentException.class, refused).getMessage();
    }

    private TrainingListener listener() {
        return new TrainingListener() {
            @Override
            public void notice(String notice) {
                notices.add(notice);
            }
        };
    }

    private FineTuning tuning(AdapterMethod method) {
        return tuningTo(out.getFileName().toString(), method);
    }

    private FineTuning tuningTo(String name, AdapterMethod method) {
        return new FineTuning(BaseModel.of(encoder), TrainingData.of(train).withTest(train), folder.resolve(name))
                .options(TrainingOptions.builder().epochs(4).learningRate(3e-2).maxLength(16).adapter(method).build());
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(out.resolve(file).toFile());
    }

    private static Set<String> names(Path file) throws IOException {
        try (var stored = SafetensorsFile.open(file)) {
            return new TreeSet<>(stored.names());
        }
    }
}
