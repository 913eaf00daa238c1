package dev.lathe.bert.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForMaskedLM;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Google's BERT-base models, imported from their SavedModels, compute what TensorFlow computed with them.
class BertBaseImportTest {
    /// Of `The capital of France is [MASK].`
    private static final int MASK_ROW = 6;

    @TempDir
    Path directory;

    /// Name, ids, most likely words with their probabilities, first values of the pooled output.
    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("bert-base-uncased", new int[] {101, 1996, 3007, 1997, 2605, 2003, 103, 1012, 102},
                        List.of("paris 0.4168", "lille 0.0714", "lyon 0.0634", "marseille 0.0444", "tours 0.0303"),
                        new double[] {-0.86721, -0.29250, 0.68154, 0.63778}),
                Arguments.of("bert-base-cased", new int[] {101, 1109, 2364, 1104, 1699, 1110, 103, 119, 102},
                        List.of("Paris 0.4447", "Lyon 0.0940", "Toulouse 0.0823"),
                        new double[] {-0.82004, 0.46245, 0.99996, -0.99422}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void guessesWhatTensorFlowGuessed(String name, int[] ids, List<String> words, double[] pooled) throws IOException {
        KnownModel known = KnownModels.named(name).orElseThrow();
        assumeTrue(ModelJar.isThere(known), "needs -Pbert-base, which fetches 400 MB for each model");
        Path made = directory.resolve(name);
        KnownModelImport.run(known, ModelJar.of(known), made);
        ModelDirectory model = ModelDirectory.open(made);
        assertEquals("BertForMaskedLM", model.config().architecture());
        assertEquals(name.endsWith("uncased"), model.tokenizer().lowercases());
        assertArrayEquals(ids, model.tokenizer().encode("The capital of France is [MASK].").ids());
        try (Checkpoint weights = model.openWeights()) {
            assertEquals(204, weights.names().size());
            assertTrue(weights.find("cls.predictions.bias").isPresent());
            assertFalse(weights.find("cls.predictions.decoder.weight").isPresent());
            long parameters = 0;
            for (String tensor : weights.names()) {
                parameters += weights.entry(tensor).elements();
            }
            assertEquals(known.parameters(), parameters);
            assertEquals(words, guesses(model, weights, ids, words.size()));
            assertPooled(weights, firstHiddenState(model.config().bert(), weights, ids), pooled);
        }
    }

    private static List<String> guesses(ModelDirectory model, Checkpoint weights, int[] ids, int count)
            throws IOException {
        try (Device device = Device.cpu(2);
                var parameters = Workspace.model("model", device.backend());
                var ws = Workspace.inference("guess", device.backend())) {
            ModelScope scope = ModelScope.root(parameters);
            var bert = new BertForMaskedLM(scope, model.config().bert());
            BertWeights.loadTrained(weights, scope.parameters());
            float[] logits = bert.logits(ws, batch(ws, ids), ws.ofInts(Shape.of(1), new int[] {MASK_ROW})).toArray();
            return mostLikely(model.tokenizer().vocabulary().tokens(), logits, count);
        }
    }

    private static List<String> mostLikely(List<String> tokens, float[] logits, int count) {
        double sum = 0;
        for (float logit : logits) {
            sum += StrictMath.exp(logit);
        }
        double all = sum;
        return Stream.iterate(0, id -> id < logits.length, id -> id + 1)
                .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                .limit(count)
                .map(id -> String.format(Locale.ROOT, "%s %.4f", tokens.get(id), StrictMath.exp(logits[id]) / all))
                .toList();
    }

    private static float[] firstHiddenState(BertConfig config, Checkpoint weights, int[] ids) throws IOException {
        try (Device device = Device.cpu(2);
                var parameters = Workspace.model("encoder", device.backend());
                var ws = Workspace.inference("hidden", device.backend())) {
            ModelScope scope = ModelScope.root(parameters);
            var bert = new BertModel(scope, config);
            BertWeights.loadTrained(weights, scope.parameters());
            return bert.lastHiddenState(ws, batch(ws, ids)).toArray();
        }
    }

    private static void assertPooled(Checkpoint weights, float[] hidden, double[] expected) throws IOException {
        int size = weights.entry("bert.pooler.dense.bias").shape().getFirst();
        float[] weight = new float[size * size];
        float[] bias = new float[size];
        weights.read("bert.pooler.dense.weight", weight, 0);
        weights.read("bert.pooler.dense.bias", bias, 0);
        for (int i = 0; i < expected.length; i++) {
            double sum = bias[i];
            for (int j = 0; j < size; j++) {
                sum += (double) weight[i * size + j] * hidden[j];
            }
            assertEquals(expected[i], StrictMath.tanh(sum), 1e-5, "pooled value " + i);
        }
    }

    private static TokenBatch batch(Workspace ws, int[] ids) {
        Shape tokens = Shape.of(ids.length);
        return new TokenBatch(
                ws.ofInts(tokens, ids), ws.ofInts(tokens, new int[ids.length]), PackedSequences.of(ws, ids.length));
    }
}
