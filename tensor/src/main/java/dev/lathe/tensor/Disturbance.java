package dev.lathe.tensor;

/// Moves values inside a model while it runs, at the places that it opens for that: for adversarial training.
///
/// Models open one place: the sum of a token's embeddings before it is normalised. A workspace that nobody disturbs does nothing at all there.
@FunctionalInterface
public interface Disturbance {
    /// What the model goes on with.
    ///
    /// @param ws in which the model runs
    /// @param value `[tokens,features]`, which stays as it is
    /// @param sequences whose tokens the rows are
    /// @return `value`, or another tensor of its shape, made of it by ops
    Tensor of(Workspace ws, Tensor value, PackedSequences sequences);
}
