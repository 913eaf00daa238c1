package dev.lathe.nn.adapter;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// An adapted map that changes rows before the base's own map and behind it, and not the map: rows of other adapters can go through it with them.
/// For predictions; nothing is dropped out.
public interface AroundProduct extends AdaptedLinear {
    /// What the base's map reads of `x`, `[rows,in]`; mostly `x` itself. Leaves `x` as it is.
    default Tensor before(Workspace ws, Tensor x) {
        return x;
    }

    /// What becomes of what the base's map gives, `[rows,out]`; `y` itself where that is all. Gives the memory of `y` back if it makes another
    /// tensor.
    ///
    /// @param x what [#before] was given
    /// @param y what the base's map has made of that
    default Tensor behind(Workspace ws, Tensor x, Tensor y) {
        return y;
    }
}
