package dev.lathe.train.loop;

import dev.lathe.tensor.Disturbance;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Philox;
import dev.lathe.tensor.op.elementwise.AddOp;
import java.util.ArrayList;
import java.util.List;

/// What is added to the embeddings of a step's texts: a vector a text, kept from pass to pass.
///
/// Batches are known by the order in which a pass comes to them.
final class Perturbations implements Disturbance {
    /// The generator's site, far from those of dropout and orders.
    private static final int SITE = 0x61647673;

    private final double start;
    private final List<Batch> batches = new ArrayList<>();
    private int reached;

    /// @param leaf what the pass that is under way adds
    /// @param workspace the leaf's own: it outlives that of the pass, so that the gradient can be read
    private record Leaf(Tensor leaf, Workspace workspace) {}

    private static final class Batch {
        private final float[] values;
        /// The first row of each text, and the number of rows.
        private final int[] starts;
        private final int features;
        private final List<Leaf> underWay = new ArrayList<>();

        Batch(int rows, int features, int[] starts) {
            this.values = new float[rows * features];
            this.starts = starts;
            this.features = features;
        }

        TextVector text(float[] of, int text) {
            return new TextVector(of, starts[text] * features, starts[text + 1] * features);
        }
    }

    /// @param start 0 to begin with zeros; else each element of a text of n elements is drawn evenly from -start to start, over √n
    Perturbations(double start) {
        this.start = start;
    }

    /// Goes forward and backward once, then moves each text's vector by its gradient.
    void pass(Runnable backward, TextVector.Move move) {
        reached = 0;
        try {
            backward.run();
            for (Batch batch : batches) {
                float[] gradient = batch.underWay.getFirst().leaf.gradient().toArray();
                for (int text = 0; text + 1 < batch.starts.length; text++) {
                    move.accept(batch.text(batch.values, text), batch.text(gradient, text));
                }
            }
        } finally {
            for (Batch batch : batches) {
                batch.underWay.forEach(leaf -> leaf.workspace.close());
                batch.underWay.clear();
            }
        }
    }

    @Override
    public Tensor of(Workspace ws, Tensor value, PackedSequences sequences) {
        if (reached == batches.size()) {
            batches.add(begin(ws, value, sequences));
        }
        Batch batch = batches.get(reached++);
        var own = Workspace.inference("perturbation", ws.backend());
        var leaf = new Leaf(own.variable(value.shape(), batch.values), own);
        batch.underWay.add(leaf);
        return AddOp.apply(ws, value, leaf.leaf);
    }

    private Batch begin(Workspace ws, Tensor value, PackedSequences sequences) {
        var starts = new int[sequences.count() + 1];
        for (int s = 0; s < starts.length; s++) {
            starts[s] = sequences.start(s);
        }
        var batch = new Batch(sequences.tokens(), value.shape().dim(1), starts);
        if (start > 0) {
            RandomKey key = ws.randomKey().orElseThrow(() -> new IllegalStateException("perturbation: a random start needs a training workspace"));
            int[] examples = sequences.sequenceExampleTensor().toIntArray();
            for (int text = 0; text < examples.length; text++) {
                draw(batch.text(batch.values, text), key, examples[text]);
            }
        }
        return batch;
    }

    private void draw(TextVector text, RandomKey key, int example) {
        var words = new int[4];
        double most = start / Math.sqrt(text.to() - text.from());
        for (int i = text.from(); i < text.to(); i++) {
            Philox.block(Philox.key0(key.seed()), Philox.key1(key.seed(), key.step()), i - text.from(), example, 0, SITE, words, 0);
            text.values()[i] = (float) (most * words[0] * 0x1p-31);
        }
    }
}
