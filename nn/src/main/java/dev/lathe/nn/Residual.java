package dev.lathe.nn;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// What is done to what half a layer gives, before the half's input is added: mostly nothing.
///
/// Made by [ModelScope#residual], so that the model's [ModelPlan] decides by its place what stands there.
@FunctionalInterface
public interface Residual {
    /// Nothing.
    Residual PLAIN = (ws, mapped, input, norm) -> mapped;

    /// `[rows,features]` to the same shape. Gives the memory of `mapped` back if it makes another tensor.
    ///
    /// @param mapped what the half gives, dropped out
    /// @param input the half's input, which will be added to the result
    /// @param norm what the sum will be normalised by
    Tensor forward(Workspace ws, Tensor mapped, Tensor input, LayerNorm norm);
}
