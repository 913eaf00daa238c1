package dev.lathe.tensor.op.product;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.AttentionKernels.Layout;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.DropoutDecisions;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;
import java.util.Optional;

/// Scaled dot-product attention of several heads inside each sequence of a packed batch.
///
/// Source: Vaswani et al., 2017, section 3.2, with dropout of the attention shares as in BERT.
public final class AttentionOp {
    private AttentionOp() {}

    /// What attention needs to know beyond its tensors.
    ///
    /// @param heads number of heads; divides the hidden size
    /// @param dropoutProbability share of attention weights dropped in training, in `[0, 1)`
    /// @param dropoutSite number of this place in the model
    /// @param maxPositions longest sequence the model allows: dropout counts rows as head x maxPositions + query
    public record Config(int heads, float dropoutProbability, int dropoutSite, int maxPositions) {}

    /// out = dropout(softmax(q kᵀ / √headSize)) v, for each head of each sequence on its own.
    ///
    /// | tensor        | shape                                             |
    /// |---------------|---------------------------------------------------|
    /// | `q`, `k`, `v` | `[tokens,hidden]`, heads one after another in a row |
    /// | result        | `[tokens,hidden]`                                 |
    ///
    /// @throws IllegalArgumentException if the shapes differ, the heads do not divide the hidden size, or the
    ///     packing has another number of tokens or a sequence longer than `maxPositions`
    public static Tensor apply(
            Workspace ws, Tensor q, Tensor k, Tensor v, PackedSequences sequences, Config config) {
        check(q, k, v, sequences, config);
        int tokens = q.shape().dim(0);
        int headSize = q.shape().dim(1) / config.heads();
        var layout = new Layout(
                sequences.startTensor().buffer(), sequences.exampleTensor().buffer(), sequences.count(), tokens,
                sequences.longest(), config.heads(), headSize, config.maxPositions());
        float scale = (float) (1 / Math.sqrt(headSize));
        DropoutDecisions dropout = dropout(ws, config);
        Tensor out = ws.empty(q.shape());
        Tensor logSumExp = ws.empty(Shape.of(tokens, config.heads()));
        ws.backend().attention().attention(
                q.buffer(), k.buffer(), v.buffer(), scale, dropout, out.buffer(), logSumExp.buffer(), layout);
        return ws.record(out, new Backward(q, k, v, logSumExp, scale, dropout, layout, sequences.startTensor()));
    }

    /// With shares p = exp(scale q kᵀ - logSumExp), dropout factors r and gradP = r (gradOut vᵀ):
    ///
    ///     gradV = (r p)ᵀ gradOut        gradScores = scale p (gradP - Σ gradP p)
    ///     gradQ = gradScores k          gradK = gradScoresᵀ q
    ///
    /// Keeps a float for each token and head, and computes p again: keeping p would take memory quadratic in
    /// the length.
    record Backward(
            Tensor q, Tensor k, Tensor v, Tensor logSumExp, float scale, DropoutDecisions dropout, Layout layout, Tensor starts)
            implements ExampleRule {
        @Override
        public String op() {
            return "attention";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(q, k, v);
        }

        /// Rows of a sequence meet.
        @Override
        public Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
            return output.spread(starts.toIntArray());
        }

        @Override
        public boolean reads(Tensor tensor) {
            return tensor == q || tensor == k || tensor == v;
        }

        @Override
        public void backward(Workspace ws, Tensor gradOut, Gradients gradients) {
            // The kernel fills three places side by side. One tensor given twice gets its second part in scratch
            // memory, added when the kernel is done.
            boolean keysShared = k == q;
            boolean valuesShared = v == q || v == k;
            Destination gradK = keysShared ? scratch(ws) : gradients.destinationOrScratch(k);
            Destination gradV = valuesShared ? scratch(ws) : gradients.destinationOrScratch(v);
            ws.backend().attention().attentionGradInputs(
                    gradOut.buffer(), q.buffer(), k.buffer(), v.buffer(), logSumExp.buffer(), scale, dropout,
                    gradients.destinationOrScratch(q), gradK, gradV, layout);
            if (keysShared) {
                add(ws, gradK, k, gradients);
            }
            if (valuesShared) {
                add(ws, gradV, v, gradients);
            }
        }

        private Destination scratch(Workspace ws) {
            return new Destination(ws.empty(q.shape()).buffer(), false);
        }

        private static void add(Workspace ws, Destination part, Tensor input, Gradients gradients) {
            gradients.into(input, grad -> ws.backend().arithmetic().copy(part.buffer(), grad, input.shape().size()));
        }
    }

    private static DropoutDecisions dropout(Workspace ws, Config config) {
        return ws.randomKey()
                .map((RandomKey key) ->
                        DropoutDecisions.of(key.seed(), key.step(), config.dropoutSite(), config.dropoutProbability()))
                .orElse(DropoutDecisions.NONE);
    }

    static void check(Tensor q, Tensor k, Tensor v, PackedSequences sequences, Config config) {
        Checks.floats("attention", "q", q);
        Checks.floats("attention", "k", k);
        Checks.floats("attention", "v", v);
        Checks.rank("attention", "q", q, 2);
        Checks.sameShape("attention", "k", k, "q", q.shape());
        Checks.sameShape("attention", "v", v, "q", q.shape());
        Checks.probability("attention", config.dropoutProbability());
        if (config.heads() < 1 || q.shape().dim(1) % config.heads() != 0) {
            throw new IllegalArgumentException(
                    "attention: q %s: %d heads do not divide %d".formatted(q.shape(), config.heads(), q.shape().dim(1)));
        }
        if (sequences.tokens() != q.shape().dim(0)) {
            throw new IllegalArgumentException("attention: q %s: sequences have %d tokens".formatted(
                    q.shape(), sequences.tokens()));
        }
        if (sequences.longest() > config.maxPositions()) {
            throw new IllegalArgumentException("attention: sequence of %d tokens: maxPositions is %d".formatted(
                    sequences.longest(), config.maxPositions()));
        }
    }
}
