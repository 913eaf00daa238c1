package dev.lathe.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// A BERT of two layers in float64: hidden states, logits, loss, the gradient of every parameter, and a short training run.
///
/// Five sequences of unequal length with two token types. Sequence `r`, token `t`:
///
/// ```
/// length = [7, 3, 9, 2, 5][r],  label = r mod 3
/// id = 1 + (31 * r + 17 * t + 5 * r * t) mod 99,  token type = 2 * t > length ? 1 : 0
/// ```
final class GoldenTinyBert {

    private static final double WEIGHT_SCALE = 0.2;
    private static final int[] LENGTHS = {7, 3, 9, 2, 5};
    private static final int STEPS = 20;
    private static final WarmupLinearSchedule SCHEDULE = new WarmupLinearSchedule(1e-3, 2, STEPS);

    private final BertShape shape = BertShape.TINY;
    private final PaddedBatch batch = batch();

    private static PaddedBatch batch() {
        int columns = Arrays.stream(LENGTHS).max().orElseThrow();
        int rows = LENGTHS.length;
        var ids = new long[rows * columns];
        var types = new long[rows * columns];
        var labels = new long[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = row % 3;
            for (int t = 0; t < LENGTHS[row]; t++) {
                ids[row * columns + t] = 1 + (31 * row + 17 * t + 5 * row * t) % 99;
                types[row * columns + t] = 2 * t > LENGTHS[row] ? 1 : 0;
            }
        }
        return new PaddedBatch(rows, columns, ids, types, LENGTHS, labels);
    }

    void write(Path path) throws IOException {
        try (var _ = new PointerScope(); var file = new GoldenFile(path)) {
            recipe(file);
            forwardAndBackward(file);
            training(file);
        }
    }

    private LibtorchTrainer trainer() {
        return new LibtorchTrainer(shape, WeightSource.of(FormulaWeights.varied(shape, WEIGHT_SCALE)), ScalarType.Double,
                new LibtorchDropout(0, LibtorchPath.PLAIN));
    }

    private void recipe(GoldenFile file) throws IOException {
        file.put("about", "BertForSequenceClassification by libtorch 2.10.0 in float64, dropout 0");
        file.begin("recipe");
        file.put("numHiddenLayers", shape.numHiddenLayers());
        file.put("hiddenSize", shape.hiddenSize());
        file.put("numAttentionHeads", shape.numAttentionHeads());
        file.put("intermediateSize", shape.intermediateSize());
        file.put("vocabSize", shape.vocabSize());
        file.put("maxPositionEmbeddings", shape.maxPositionEmbeddings());
        file.put("typeVocabSize", shape.typeVocabSize());
        file.put("numLabels", shape.numLabels());
        file.put("layerNormEps", 1e-12);
        file.put("unit", GoldenLossCurve.UNIT);
        file.put("weights", "element k of parameter name is (float) (0.2 * unit(name, k)), row by row, matrices [out,in];"
                + " of a LayerNorm.weight (float) (1.0 + 0.2 * unit(name, k))");
        file.put("batch", "sequence r, token t: id = 1 + (31*r + 17*t + 5*r*t) mod 99,"
                + " tokenType = 2*t > length ? 1 : 0, label = r mod 3");
        file.put("lengths", Arrays.stream(LENGTHS).asLongStream().toArray());
        file.put("firstSequence", Arrays.copyOf(batch.inputIds(), LENGTHS[0]));
        file.put("gradients", "of the mean cross-entropy, before clipping: sum; dot = sum of g[k] * unit(name + '.direction', k);"
                + " norm; first and last values. The gradient of a key bias is 0 but for rounding.");
        file.put("training", "rows of learningRate, loss, gradNorm before clipping: 20 steps on the same batch"
                + " from the same weights, clipping at norm 1, AdamW (0.9, 0.999, 1e-8),"
                + " decay 0.01 but for biases and LayerNorm, linear schedule to 1e-3 with 2 warm-up steps");
        file.end();
    }

    private void forwardAndBackward(GoldenFile file) throws IOException {
        try (var trainer = trainer()) {
            var states = trainer.model().hiddenStates(batch);
            file.begin("hiddenStates");
            file.put("order", "embeddings, layer 0, layer 1; of each the real tokens of all sequences, one row a token");
            for (int i = 0; i < states.size(); i++) {
                tokens(file, i == 0 ? "embeddings" : "layer" + (i - 1), states.get(i));
            }
            file.end();
            Tensor logits = trainer.model().logits(states.getLast());
            file.put("logits", GoldenFile.values(logits));
            Tensor loss = LibtorchBert.loss(logits, batch);
            file.put("loss", loss.item_double());
            loss.backward();
            gradients(file, trainer.model().parameters());
        }
    }

    private void tokens(GoldenFile file, String name, Tensor states) throws IOException {
        double[] all = GoldenFile.values(states);
        file.beginRows(name);
        for (int row = 0; row < batch.rows(); row++) {
            for (int t = 0; t < LENGTHS[row]; t++) {
                int start = (row * batch.columns() + t) * shape.hiddenSize();
                file.row(Arrays.copyOfRange(all, start, start + shape.hiddenSize()));
            }
        }
        file.endRows();
    }

    private static void gradients(GoldenFile file, Map<String, Tensor> parameters) throws IOException {
        file.begin("gradients");
        for (var parameter : parameters.entrySet()) {
            double[] gradient = GoldenFile.values(parameter.getValue().grad());
            file.begin(parameter.getKey());
            file.put("sum", Arrays.stream(gradient).sum());
            summary(file, parameter.getKey(), gradient);
            file.put("first", Arrays.copyOf(gradient, 3));
            file.put("last", gradient[gradient.length - 1]);
            file.end();
        }
        file.end();
    }

    private static void summary(GoldenFile file, String name, double[] values) throws IOException {
        double dot = 0;
        double squares = 0;
        for (int k = 0; k < values.length; k++) {
            dot += values[k] * FormulaWeights.unit(name + ".direction", k);
            squares += values[k] * values[k];
        }
        file.put("dot", dot);
        file.put("norm", Math.sqrt(squares));
    }

    private void training(GoldenFile file) throws IOException {
        try (var trainer = trainer()) {
            file.beginRows("training");
            for (int step = 0; step < STEPS; step++) {
                double rate = SCHEDULE.at(step);
                LibtorchTrainer.Step done = trainer.step(batch, rate);
                file.row(new double[] {rate, done.loss(), done.gradNorm()});
            }
            file.endRows();
            file.begin("parametersAfterTraining");
            for (var parameter : trainer.model().parameters().entrySet()) {
                file.begin(parameter.getKey());
                summary(file, parameter.getKey(), GoldenFile.values(parameter.getValue()));
                file.end();
            }
            file.end();
        }
    }
}
