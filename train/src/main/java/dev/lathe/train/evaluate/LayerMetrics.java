package dev.lathe.train.evaluate;

/// What one optimiser step did to one layer of a model: a part of a line of `metrics.jsonl`.
///
/// @param layer its name, such as `layer.3`
/// @param gradNorm Euclidean norm of its gradients, before clipping
/// @param weightNorm that of its trained parameters before the step
/// @param updateNorm that of what the step added to them
public record LayerMetrics(String layer, double gradNorm, double weightNorm, double updateNorm) {
    /// How far the layer moved, as a share of what it was; not a number if it was all zeros and did not move.
    public double updateRatio() {
        return updateNorm / weightNorm;
    }
}
