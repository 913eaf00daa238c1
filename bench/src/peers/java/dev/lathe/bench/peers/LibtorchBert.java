package dev.lathe.bench.peers;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.layer_norm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/// BERT for sequence classification out of libtorch's operators, as Hugging Face's `BertForSequenceClassification`
/// computes it: post-norm layers, erf GELU, pooler (dense and tanh over the first token), classifier.
///
/// A batch without padding runs without a mask. The caller keeps a `PointerScope` open around each call.
final class LibtorchBert {

    private static final double LAYER_NORM_EPS = 1e-12;

    private final BertShape shape;
    private final ScalarType dtype;
    private final LibtorchDropout dropout;
    private final LibtorchLinear linear;
    private final LibtorchAttention attention;
    private final SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();

    /// @param weights asked by Hugging Face names, each of the size that `shape` asks for
    /// @param dtype `Float` or `Double`
    /// @param dropout of all places, and the path that the whole model takes
    LibtorchBert(BertShape shape, WeightSource weights, ScalarType dtype, LibtorchDropout dropout) {
        this.shape = shape;
        this.dtype = dtype;
        this.dropout = dropout;
        linear = new LibtorchLinear(dropout.path(), dtype);
        attention = new LibtorchAttention(dropout);
        shape.parameterShapes().forEach((name, dims) -> parameters.put(name, parameter(dims, weights.values(name))));
    }

    private Tensor parameter(long[] dims, float[] values) {
        return Tensor.create(values, dims).to(dtype).set_requires_grad(true);
    }

    SequencedMap<String, Tensor> parameters() {
        return parameters;
    }

    /// The hidden states `[rows, columns, hiddenSize]`: of the embeddings, then of each layer.
    List<Tensor> hiddenStates(PaddedBatch batch) {
        @Nullable Tensor mask = batch.hasPadding()
                ? Tensor.create(batch.attentionMask(), batch.rows(), 1, 1, batch.columns()) : null;
        var states = new ArrayList<Tensor>();
        states.add(embeddings(batch));
        for (int layer = 0; layer < shape.numHiddenLayers(); layer++) {
            states.add(layer("bert.encoder.layer." + layer + ".", states.getLast(), mask));
        }
        return states;
    }

    /// The scores `[rows, numLabels]` over the last hidden state.
    Tensor logits(Tensor lastHiddenState) {
        Tensor pooled = dense("bert.pooler.dense", lastHiddenState.select(1, 0)).tanh();
        return dense("classifier", dropout.apply(pooled));
    }

    /// Mean cross-entropy over the rows of the batch.
    static Tensor loss(Tensor logits, PaddedBatch batch) {
        return cross_entropy_loss(logits, Tensor.create(batch.labels(), batch.rows()));
    }

    private Tensor embeddings(PaddedBatch batch) {
        String prefix = "bert.embeddings.";
        long[] dims = {batch.rows(), batch.columns()};
        Tensor words = embedding(weight(prefix + "word_embeddings"), Tensor.create(batch.inputIds(), dims));
        Tensor types = embedding(weight(prefix + "token_type_embeddings"), Tensor.create(batch.tokenTypeIds(), dims));
        Tensor positions = weight(prefix + "position_embeddings").narrow(0, 0, batch.columns());
        return dropout.apply(norm(prefix + "LayerNorm", words.add(types).add(positions)));
    }

    private Tensor layer(String layer, Tensor hidden, @Nullable Tensor mask) {
        Tensor context = attention(layer + "attention.self.", hidden, mask);
        Tensor attended = dropout.apply(dense(layer + "attention.output.dense", context));
        Tensor middle = norm(layer + "attention.output.LayerNorm", attended.add(hidden));
        Tensor wide = gelu(dense(layer + "intermediate.dense", middle), "none");
        Tensor narrow = dropout.apply(dense(layer + "output.dense", wide));
        return norm(layer + "output.LayerNorm", narrow.add(middle));
    }

    private Tensor attention(String prefix, Tensor hidden, @Nullable Tensor mask) {
        List<Tensor> heads = linear.applyAll(hidden, List.of(
                        dense(prefix + "query"), dense(prefix + "key"), dense(prefix + "value")))
                .stream().map(this::heads).toList();
        Tensor context = attention.apply(heads.get(0), heads.get(1), heads.get(2), mask);
        return context.transpose(1, 2).reshape(hidden.size(0), hidden.size(1), shape.hiddenSize());
    }

    private Tensor heads(Tensor rows) {
        return rows.view(rows.size(0), rows.size(1), shape.numAttentionHeads(), shape.headSize()).transpose(1, 2);
    }

    private Tensor dense(String name, Tensor x) {
        return linear.apply(x, dense(name));
    }

    private LibtorchLinear.Parameters dense(String name) {
        return new LibtorchLinear.Parameters(weight(name), bias(name));
    }

    private Tensor norm(String name, Tensor x) {
        return layer_norm(x, new long[] {shape.hiddenSize()}, new TensorOptional(weight(name)),
                new TensorOptional(bias(name)), LAYER_NORM_EPS, true);
    }

    private Tensor weight(String name) {
        return parameters.get(name + ".weight");
    }

    private Tensor bias(String name) {
        return parameters.get(name + ".bias");
    }
}
