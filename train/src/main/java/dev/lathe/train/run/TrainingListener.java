package dev.lathe.train.run;

import dev.lathe.train.evaluate.Evaluation;
import java.time.Duration;
import java.util.function.Consumer;

/// Hears how a fine-tuning goes on, on the thread that trains.
public interface TrainingListener {
    /// Hears nothing.
    TrainingListener NONE = new TrainingListener() {};

    /// Hears only what the user should know, such as that nothing was learnt.
    static TrainingListener notices(Consumer<String> heard) {
        return new TrainingListener() {
            @Override
            public void notice(String text) {
                heard.accept(text);
            }
        };
    }

    /// Something the user should know: tensors that were initialised or not used, work that was replaced.
    default void notice(String text) {}

    /// All is read and checked, and the training begins.
    default void begins(RunPlan plan) {}

    /// An optimiser step is done.
    default void step(StepProgress progress) {}

    /// An epoch's steps are done.
    ///
    /// @param epoch from 1
    /// @param loss the mean of its examples, each as it was when its step came
    default void trained(int epoch, double loss) {}

    /// A checkpoint was written: a run that is stopped from now on can be resumed.
    ///
    /// @param step after how many steps of the whole run
    default void saved(int step) {}

    /// The model is being evaluated.
    ///
    /// @param split `dev` or `test`
    /// @param done texts that were run; of pairs and windows each part is one
    /// @param texts all of them
    default void evaluating(String split, int done, int texts) {}

    /// The model was evaluated after an epoch, or at the end on the test set.
    ///
    /// @param epoch from 1
    /// @param split `dev` or `test`
    default void evaluated(int epoch, String split, Evaluation evaluation) {}

    /// @param epoch from 1
    /// @param epochs of the whole run
    /// @param step done so far, from 1
    /// @param steps of the whole run
    /// @param loss of this step
    /// @param rate the learning rate of this step
    /// @param gradNorm the gradients' common norm before clipping
    /// @param tokens of this step
    /// @param tokensPerSecond of this step
    /// @param left time until the last step, if the ones to come take as long as those of this process so far
    record StepProgress(
            int epoch, int epochs, int step, int steps, float loss, double rate, float gradNorm, long tokens, double tokensPerSecond,
            Duration left) {}
}
