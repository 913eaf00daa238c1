package dev.lathe.bert.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.adapter.AdapterConfig;
import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.adapter.AdaptedLinear;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterMethods;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Adapters that Python's peft 0.21 has written, and its logits in double precision: `checks/src/test/python/adapters.py`.
class PeftDirectoriesTest {
    private static final int[][] TEXTS = {{2, 5, 6, 3}, {2, 7, 8, 9, 5, 3}};
    private static final int CLASSES = 3;

    @TempDir
    private Path folder;
    private Path base;
    private final CpuBackend backend = new CpuBackend(1);

    @BeforeEach
    void copyBase() throws IOException {
        base = copy("base");
    }

    private Path copy(String name) throws IOException {
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
            return Path.of(PeftDirectoriesTest.class.getResource("/peft/logits.json").toURI()).resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lora", "rslora", "dora", "biases", "ia3", "adalora", "prompt", "prefix"})
    void givesTheLogitsOfPeft(String name) throws IOException {
        assertLogits(name, logits(ModelDirectory.open(base, copy(name)).openWeights()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lora", "rslora", "dora", "biases", "ia3", "adalora"})
    void givesThemMergedToo(String name) throws IOException {
        Path merged = folder.resolve("merged.safetensors");
        try (var model = Workspace.model("model", backend); var weights = ModelDirectory.open(base, copy(name)).openWeights()) {
            var plan = (AdapterPlan) BertWeights.plan(weights);
            List<ModelParameter> parameters = BertWeights.buildTrained(model, weights, plan, scope -> {
                new BertForSequenceClassification(scope, ModelDirectory.open(base).config().bert(), CLASSES);
                BertWeights.loadTrained(weights, scope.parameters());
                return scope.parameters();
            });
            plan.layers().forEach(AdaptedLinear::merge);
            BertWeights.save(merged, parameters.stream().filter(p -> !plan.isOwn(p.name())).toList());
        }
        assertLogits(name, logits(SafetensorsFile.open(merged)));
    }

    private static void assertLogits(String name, float... logits) throws IOException {
        double[] unadapted = expected("base");
        double[] expected = expected(name);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], logits[i], 2e-6);
            assertTrue(Math.abs(unadapted[i] - logits[i]) > 1e-3, "the adapter does something");
        }
    }

    private static double[] expected(String name) throws IOException {
        var texts = (List<?>) JsonObject.read(resources().resolve("logits.json"), 1 << 16).values().get(name);
        return texts.stream().flatMap(text -> ((List<?>) text).stream()).mapToDouble(logit -> ((Number) logit).doubleValue()).toArray();
    }

    private float[] logits(Checkpoint weights) throws IOException {
        try (weights; var model = Workspace.model("model", backend); var ws = Workspace.inference("test", backend)) {
            var config = ModelDirectory.open(base).config().bert();
            var built = BertWeights.buildTrained(model, weights, scope -> {
                var made = new BertForSequenceClassification(scope, config, CLASSES);
                BertWeights.loadTrained(weights, scope.parameters());
                return made;
            });
            return built.logits(ws, TokenBatch.of(ws, Arrays.stream(TEXTS)
                    .map(ids -> TokenSequence.of(ids, new int[ids.length])).toList())).toArray();
        }
    }

    @Test
    void findsTheBaseBesideTheAdapterAndReadsTheirFilesOnce() throws IOException {
        ModelDirectory found = ModelDirectory.open(copy("lora"));
        assertEquals(List.of("LABEL_0", "LABEL_1", "LABEL_2"), found.config().labels());
        assertEquals(Optional.of(ModelHead.SEQUENCE_CLASSIFICATION), found.config().head());
        assertEquals(folder.resolve("base"), found.adapter().orElseThrow().base().toAbsolutePath());
        assertLogits("lora", logits(found.openWeights()));
    }

    @Test
    void virtualTokensTakeThePlaceOfATexts() throws IOException {
        for (String name : List.of("prompt", "prefix")) {
            Path adapter = copy(name);
            assertEquals(10, ModelDirectory.open(base, adapter).config().bert().longestSequence(), "12 positions, 2 of them taken");
            rewrite(adapter, "\"num_virtual_tokens\": 2", "\"num_virtual_tokens\": 12");
            assertEquals(adapter.resolve("adapter_config.json") + ": virtualTokens 12: the model takes 12 tokens at most, with those of a text",
                    message(() -> ModelDirectory.open(base, adapter)));
            rewrite(adapter, "\"num_virtual_tokens\": 12", "\"num_virtual_tokens\": 0");
            assertEquals("adapter_config.json: virtualTokens 0: needs at least 1", message(() -> ModelDirectory.open(base, adapter)));
        }
    }

    /// A base may have to be fetched: an adapter that cannot be used asks for none.
    @Test
    void saysThatThereAreNoWeightsBeforeABaseIsLookedFor() throws IOException {
        Path adapter = copy("lora");
        Files.delete(adapter.resolve("adapter_model.safetensors"));
        assertEquals(adapter + ": adapter_config.json, but neither adapter_model.safetensors nor adapter_model.bin: the adapter's weights are missing",
                message(() -> ModelDirectory.open(adapter, (name, from) -> {
                    throw new AssertionError("asked for " + name);
                })));
    }

    @Test
    void saysThatThereIsNoBase() throws IOException {
        Path adapter = copy("lora");
        Files.move(base, folder.resolve("gone"));
        assertEquals(adapter + ": its base 'base': no such directory; name the base and the adapter both",
                message(() -> ModelDirectory.open(adapter)));
        assertEquals(folder.resolve("gone") + ": no adapter_config.json: not an adapter",
                message(() -> ModelDirectory.open(folder.resolve("gone"), folder.resolve("gone"))));
    }

    @Test
    void saysThatTheBaseIsAnother() throws IOException {
        Path adapter = copy("lora");
        rewrite(adapter, "\"r\": 2", "\"r\": 3");
        assertEquals("adapter_model.safetensors: 'bert.encoder.layer.0.attention.self.query.lora_A.weight' is [2,8]: the base needs [3,8]; "
                + "the adapter is for another base", message(() -> logits(ModelDirectory.open(base, adapter).openWeights())));
        Path longer = copy("prefix");
        rewrite(longer, "\"num_virtual_tokens\": 2", "\"num_virtual_tokens\": 3");
        assertEquals("adapter_model.safetensors: 'prompt_embeddings' is [2,16]: the base needs [3,16]; the adapter is for another base",
                message(() -> logits(ModelDirectory.open(base, longer).openWeights())));
        Path narrower = copy("dora");
        rewrite(narrower, "\"query\",", "");
        assertTrue(message(() -> logits(ModelDirectory.open(base, narrower).openWeights())).matches(
                "adapter_model.safetensors: 'bert.encoder.layer.0.attention.self.query.lora_.*': the base has no place for it; the adapter is for another base"));
    }

    @Test
    void refusesTheBaseOfAnotherTraining() throws IOException {
        Path adapter = copy("lora");
        Files.writeString(adapter.resolve("training.json"), "{\"base_files\": {\"model.safetensors\": \"0123456789abcdef\", \"vocab.txt\": \"1\"}}");
        String message = message(() -> ModelDirectory.open(base, adapter).openWeights());
        assertTrue(message.matches(".*/base/model.safetensors: not the base of the adapter .*/lora: SHA-256 [0-9a-f]{12}…, it was trained on 0123456789ab…"),
                message);
    }

    @Test
    void refusesWhatItDoesNotKnow() throws IOException {
        Path adapter = copy("lora");
        rewrite(adapter, "\"rank_pattern\": {}", "\"rank_pattern\": {\"query\": 4}");
        assertEquals("adapter_config.json: 'rank_pattern': is not known here; only plain LoRA, rsLoRA and DoRA are",
                message(() -> AdapterConfig.read(adapter)));
        rewrite(adapter, "\"LORA\"", "\"LOHA\"");
        assertEquals("adapter_config.json: 'peft_type': 'LOHA': is none of LORA, ADALORA, IA3, BOTTLENECK, PROMPT_TUNING, PREFIX_TUNING, BITFIT", message(() -> AdapterConfig.read(adapter)));
    }

    @Test
    void everyMethodHasAFormAndOneOfOnesOwnNeedsOne() {
        AdapterMethods.all().forEach(AdapterConfig::requireForm);
        var own = new AdapterMethod() {
            @Override
            public String name() {
                return "my-own";
            }

            @Override
            public SequencedMap<String, Object> settings() {
                return new LinkedHashMap<>();
            }

            @Override
            public double usualRate() {
                return 1e-3;
            }
        };
        assertEquals("peft my-own: adapter_config.json has no form for it with these settings",
                assertThrows(IllegalArgumentException.class, () -> AdapterConfig.requireForm(own)).getMessage());
    }

    private static void rewrite(Path adapter, String from, String to) throws IOException {
        Path file = adapter.resolve(AdapterConfig.NAME);
        String text = Files.readString(file);
        assertTrue(text.contains(from));
        Files.writeString(file, text.replace(from, to));
    }

    private static String message(Executable refused) {
        return assertThrows(CheckpointException.class, refused).getMessage();
    }
}
