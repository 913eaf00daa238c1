package dev.lathe.tensor.device;

/// Updates of parameters in place.
///
/// `gradScale` is what gradients are multiplied by first: clipping. `weightDecay` takes away that share of a value, times
/// the learning rate.
public interface OptimizerKernels {
    /// @param beta1Correction 1 - beta1^t at step t, from 1
    /// @param beta2Correction 1 - beta2^t
    record AdamW(
            float learningRate, float beta1, float beta2, float epsilon, float weightDecay,
            float beta1Correction, float beta2Correction, float gradScale) {}

    /// One AdamW step of `value` with its moments, all of `count` elements.
    void adamW(AdamW settings, Buffer gradient, Buffer value, Buffer firstMoment, Buffer secondMoment, int count);

    record Sgd(float learningRate, float momentum, float weightDecay, float gradScale) {}

    /// One step of gradient descent with momentum, with g = gradient gradScale:
    ///
    ///     velocity = momentum velocity + g
    ///     value = value (1 - learningRate weightDecay) - learningRate velocity
    void sgd(Sgd settings, Buffer gradient, Buffer value, Buffer velocity, int count);

    record Lion(float learningRate, float beta1, float beta2, float weightDecay, float gradScale) {}

    /// One Lion step, with g = gradient gradScale; the sign of 0 is 0:
    ///
    ///     value = value (1 - learningRate weightDecay) - learningRate sign(beta1 momentum + (1 - beta1) g)
    ///     momentum = beta2 momentum + (1 - beta2) g
    void lion(Lion settings, Buffer gradient, Buffer value, Buffer momentum, int count);

    /// How Adafactor averages squares.
    ///
    /// @param share of the newest square in the average: 1 - beta2 at that step
    /// @param epsilon added to each square
    record SquareAverage(float share, float epsilon, float gradScale) {}

    /// The averages of squares of a matrix `[rows, cols]`, kept as their means over each row and each column, with
    /// q = (gradient gradScale)² + epsilon:
    ///
    ///     row[i] += share (mean of q over row i - row[i])
    ///     column[j] += share (mean of q over column j - column[j])
    void averageSquaresByAxis(SquareAverage settings, Buffer gradient, Buffer row, Buffer column, int rows, int cols);

    /// Divides by the root of the averages that rows and columns stand for:
    ///
    ///     gradient[i,j] = gradient[i,j] gradScale / sqrt(row[i] column[j] / rowMean)
    ///
    /// @param rowMean `[1]`, the mean of `row`
    void divideByRootOfAxes(
            float gradScale, Buffer gradient, Buffer row, Buffer rowMean, Buffer column, int rows, int cols);

    /// Both steps where the averages are kept whole, with q as for [#averageSquaresByAxis]:
    ///
    ///     average += share (q - average)
    ///     gradient = gradient gradScale / sqrt(average)
    void divideByRootOfSquares(SquareAverage settings, Buffer gradient, Buffer average, int count);

    /// value = value factor - rate direction
    void move(Buffer direction, float rate, float factor, Buffer value, int count);
}
