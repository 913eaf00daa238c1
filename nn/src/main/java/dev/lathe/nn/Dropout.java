package dev.lathe.nn;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.DropoutOp;

/// [DropoutOp] at one place of a model.
public final class Dropout {
    private final float probability;
    private final int site;

    /// @param probability share of elements to drop in training, in `[0, 1)`
    public Dropout(ModelScope scope, double probability) {
        this.probability = (float) probability;
        this.site = scope.dropoutSite();
    }

    /// One row a token of `sequences`.
    public Tensor forward(Workspace ws, Tensor x, PackedSequences sequences) {
        return DropoutOp.apply(ws, x, probability, site, sequences.exampleTensor(), sequences.positionTensor());
    }

    /// One row a sequence: decides as for the sequence's first token.
    public Tensor forwardPooled(Workspace ws, Tensor x, PackedSequences sequences) {
        return DropoutOp.apply(
                ws, x, probability, site, sequences.sequenceExampleTensor(), sequences.sequencePositionTensor());
    }
}
