package dev.lathe.tensor.device;

/// Updates of parameters in place, and what is between gradients and them.
///
/// What changes from step to step is in the device's memory: nobody waits for a norm, and a step that was recorded can be launched
/// again.
public interface OptimizerKernels {
    /// What the updates of a step share.
    ///
    /// @param scalars F64: from `at` on the learning rate, then what a method names
    /// @param gradScale F64 `[1]`: what gradients are multiplied by first. If it is not finite as a float, nothing is changed: no
    ///     value and no state
    record Step(Buffer scalars, int at, Buffer gradScale) {}

    /// @param maxNorm 0 to leave gradients as they are
    /// @param terms what gradients are divided by, first of all
    record Clipping(double maxNorm, double terms) {}

    /// From the sum of the squares of all gradients, what to multiply them by so that their norm is at most `maxNorm`:
    ///
    ///     norm = sqrt(sum) / terms
    ///     scale = (norm > maxNorm ? maxNorm / (norm + 1e-6) : 1) / terms
    ///
    /// NaN instead if the norm or a watched value is not finite.
    ///
    /// @param readings F64 `[2 + watched]`: the sum, which becomes the scale; then the norm is written; then what is watched, such
    ///     as losses
    void clip(Clipping settings, Buffer readings, int watched);

    /// @param weightDecay takes that share of a value away, times the learning rate
    record AdamW(float beta1, float beta2, float epsilon, float weightDecay) {}

    /// One AdamW step of `value` with its moments, all of `count` elements.
    ///
    /// @param step its scalars after the rate: 1 - beta1^t at step t, from 1, and 1 - beta2^t
    void adamW(AdamW settings, Step step, Buffer gradient, Buffer value, Buffer firstMoment, Buffer secondMoment, int count);

    record Sgd(float momentum, float weightDecay) {}

    /// One step of gradient descent with momentum, with g = gradient gradScale:
    ///
    ///     velocity = momentum velocity + g
    ///     value = value (1 - learningRate weightDecay) - learningRate velocity
    void sgd(Sgd settings, Step step, Buffer gradient, Buffer value, Buffer velocity, int count);

    record Lion(float beta1, float beta2, float weightDecay) {}

    /// One Lion step, with g = gradient gradScale; the sign of 0 is 0:
    ///
    ///     value = value (1 - learningRate weightDecay) - learningRate sign(beta1 momentum + (1 - beta1) g)
    ///     momentum = beta2 momentum + (1 - beta2) g
    void lion(Lion settings, Step step, Buffer gradient, Buffer value, Buffer momentum, int count);

    /// The averages of squares of a matrix `[rows, cols]`, kept as their means over each row and each column, with
    /// q = (gradient gradScale)² + epsilon:
    ///
    ///     row[i] += share (mean of q over row i - row[i])
    ///     column[j] += share (mean of q over column j - column[j])
    ///
    /// @param step its scalar after the rate: the share of the newest square in the average
    void averageSquaresByAxis(
            float epsilon, Step step, Buffer gradient, Buffer row, Buffer column, int rows, int cols);

    /// Divides by the root of the averages that rows and columns stand for:
    ///
    ///     gradient[i,j] = gradient[i,j] gradScale / sqrt(row[i] column[j] / rowMean)
    ///
    /// @param rowMean `[1]`, the mean of `row`
    void divideByRootOfAxes(
            Step step, Buffer gradient, Buffer row, Buffer rowMean, Buffer column, int rows, int cols);

    /// Both steps where the averages are kept whole, with share and q as for [#averageSquaresByAxis]:
    ///
    ///     average += share (q - average)
    ///     gradient = gradient gradScale / sqrt(average)
    void divideByRootOfSquares(float epsilon, Step step, Buffer gradient, Buffer average, int count);

    /// @param clipping what the root of the mean square of a direction is clipped to
    /// @param smallest the least that a value's own root of the mean square counts as, in rates relative to it; 0: they are not
    record Move(double clipping, double smallest, double weightDecay) {}

    /// Moves along a direction, with rms(x) = sqrt(sum of x² / count):
    ///
    ///     rate = learningRate / max(1, rms(direction) / clipping), with `smallest` times max(smallest, rms(value))
    ///     value = value (1 - learningRate weightDecay) - rate direction
    ///
    /// @param squares F64 `[2]`: the sums of the squares of `direction`, and with `smallest` of `value`
    void move(Move settings, Step step, Buffer squares, Buffer direction, Buffer value, int count);
}
