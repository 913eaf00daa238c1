package dev.lathe.bench.peers;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.optim.AdamW;
import dev.lathe.optim.GradientClipping;
import dev.lathe.optim.ParameterGroup;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Fine-tunes a BERT classifier on Lathe's CPU backend: packed batches, the public classes that the fine-tuning uses.
final class LatheTrainer implements Trainer {
    private static final long SEED = 42;
    private static final double MAX_GRAD_NORM = 1;

    private final Device device;
    private final Workspace workspace;
    private final BertForSequenceClassification model;
    private final List<Parameter> parameters;
    private final AdamW optimizer;
    private final GradientClipping clipping;

    /// @param dropout probability at every place, attention too
    LatheTrainer(BertShape shape, WeightSource weights, double dropout, int threads) {
        device = Device.cpu(threads);
        workspace = Workspace.model("lathe", device.backend());
        ModelScope scope = ModelScope.root(workspace);
        model = new BertForSequenceClassification(scope, config(shape, dropout), shape.numLabels());
        parameters = scope.parameters().stream().map(ModelParameter::parameter).toList();
        for (Parameter p : parameters) {
            float[] values = weights.values(p.name());
            p.value().buffer().write(0, values, 0, values.length);
        }
        optimizer = new AdamW(AdamW.Config.DEFAULT, ParameterGroup.usual(parameters, 0.01), workspace);
        clipping = new GradientClipping(parameters, MAX_GRAD_NORM, workspace);
    }

    private static BertConfig config(BertShape shape, double dropout) {
        return BertConfig.builder()
                .vocabSize(shape.vocabSize()).hiddenSize(shape.hiddenSize())
                .numHiddenLayers(shape.numHiddenLayers()).numAttentionHeads(shape.numAttentionHeads())
                .intermediateSize(shape.intermediateSize()).maxPositionEmbeddings(shape.maxPositionEmbeddings())
                .typeVocabSize(shape.typeVocabSize()).hiddenDropoutProb(dropout)
                .attentionProbsDropoutProb(dropout).build();
    }

    /// Takes only the tokens of the batch that are real.
    @Override
    public double train(PaddedBatch batch, double learningRate) {
        int[] labels = Arrays.stream(batch.labels()).mapToInt(Math::toIntExact).toArray();
        try (var ws = Workspace.training("step", device.backend(), new RandomKey(SEED, optimizer.step()))) {
            Tensor logits = model.logits(ws, TokenBatch.of(ws, texts(batch)));
            Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(labels.length), labels));
            ws.backward(loss);
            optimizer.step(learningRate, clipping.measure());
            return loss.item();
        }
    }

    private static List<TokenSequence> texts(PaddedBatch batch) {
        var texts = new ArrayList<TokenSequence>();
        for (int row = 0; row < batch.rows(); row++) {
            int from = row * batch.columns();
            int to = from + batch.lengths()[row];
            texts.add(TokenSequence.of(ints(batch.inputIds(), from, to), ints(batch.tokenTypeIds(), from, to)));
        }
        return texts;
    }

    private static int[] ints(long[] values, int from, int to) {
        return Arrays.stream(values, from, to).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public void close() {
        workspace.close();
        device.close();
    }
}
