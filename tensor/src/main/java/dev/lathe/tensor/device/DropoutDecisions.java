package dev.lathe.tensor.device;

/// What decides which elements dropout drops, at one place of the model in one optimiser step.
///
/// The decision for an element depends on its example, row and column only (see [Philox]), never on the
/// batch around it: forward and backward, fused and plain kernels, CPU and GPU decide alike.
///
/// @param seed the run's seed
/// @param step the optimiser step
/// @param site number of the place in the model
/// @param threshold drop where the 16-bit decision is below: round(probability x 65536)
public record DropoutDecisions(long seed, int step, int site, int threshold) {
    /// Drops nothing.
    public static final DropoutDecisions NONE = new DropoutDecisions(0, 0, 0, 0);

    /// @param probability of dropping an element, in `[0, 1)`
    public static DropoutDecisions of(long seed, int step, int site, float probability) {
        return new DropoutDecisions(seed, step, site, Math.round(probability * 65536));
    }

    public boolean dropsNothing() {
        return threshold == 0;
    }

    /// What kept elements are multiplied by: the reciprocal of the share that is kept.
    public float keptScale() {
        return 65536f / (65536 - threshold);
    }
}
