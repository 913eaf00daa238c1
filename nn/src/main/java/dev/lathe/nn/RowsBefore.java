package dev.lathe.nn;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.ConcatOp;
import dev.lathe.tensor.op.shape.GatherOp;

/// The sequences of a batch, each with the same number of further rows before its own.
public final class RowsBefore {
    private final int count;
    private final PackedSequences own;
    private final PackedSequences all;

    /// @param own the sequences of the batch
    /// @param count of rows before each
    public RowsBefore(Workspace ws, PackedSequences own, int count) {
        this.count = count;
        this.own = own;
        this.all = own.lengthened(ws, count);
    }

    /// The sequences with the rows before them.
    public PackedSequences all() {
        return all;
    }

    /// `rows` before those of each sequence, `[all tokens,features]`. Leaves both as they are.
    ///
    /// @param rows `[count,features]`
    /// @param x `[own tokens,features]`
    public Tensor joined(Workspace ws, Tensor rows, Tensor x) {
        var indices = new int[all.tokens()];
        for (int s = 0; s < own.count(); s++) {
            for (int at = all.start(s); at < all.start(s + 1); at++) {
                int place = at - all.start(s);
                indices[at] = place < count ? place : own.start(s) + place;
            }
        }
        Tensor both = ConcatOp.apply(ws, 0, rows, x);
        Tensor joined = gathered(ws, both, indices);
        ws.discard(both);
        return joined;
    }

    /// A number for each token, with zeros before each sequence's.
    public int[] joined(int... numbers) {
        var joined = new int[all.tokens()];
        for (int s = 0; s < own.count(); s++) {
            System.arraycopy(numbers, own.start(s), joined, all.start(s) + count, own.start(s + 1) - own.start(s));
        }
        return joined;
    }

    /// The sequences' own rows, `[own tokens,features]`. Leaves `y` as it is.
    ///
    /// @param y `[all tokens,features]`
    public Tensor own(Workspace ws, Tensor y) {
        return gathered(ws, y, ownRows());
    }

    /// As [#own], but in the place of each sequence's first row stands the first of all.
    public Tensor ownBehindTheFirst(Workspace ws, Tensor y) {
        int[] indices = ownRows();
        for (int s = 0; s < own.count(); s++) {
            indices[own.start(s)] = all.start(s);
        }
        return gathered(ws, y, indices);
    }

    private int[] ownRows() {
        var indices = new int[own.tokens()];
        for (int s = 0; s < own.count(); s++) {
            for (int row = own.start(s); row < own.start(s + 1); row++) {
                indices[row] = all.start(s) + count + row - own.start(s);
            }
        }
        return indices;
    }

    private static Tensor gathered(Workspace ws, Tensor x, int... indices) {
        return GatherOp.apply(ws, x, ws.ofInts(Shape.of(indices.length), indices));
    }
}
