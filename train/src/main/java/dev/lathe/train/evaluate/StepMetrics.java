package dev.lathe.train.evaluate;

/// What one optimiser step left behind: a line of `metrics.jsonl`.
///
/// @param epoch the epoch, from 1
/// @param step the optimiser step of the whole run, from 1
/// @param loss the mean loss of the step's examples
/// @param lr the learning rate that was used
/// @param gradNorm the gradients' common norm before clipping
/// @param tokens of all texts of the step, every time that they were run
/// @param seconds of wall-clock time that the step took
public record StepMetrics(int epoch, long step, float loss, double lr, float gradNorm, long tokens, double seconds) {
    public double tokensPerSecond() {
        return tokens / seconds;
    }
}
