package dev.lathe.train.loop;

import dev.lathe.tensor.Disturbance;
import dev.lathe.tensor.Parameter;
import java.util.List;

/// What happens between the examples of a step and moved parameters, for those who change only that: adversarial training disturbs
/// parameters and goes backward twice, sharpness-aware minimisation climbs before it descends.
///
/// A rule must do the same each time it is given the same step, else a resumed run does not end in the same bytes.
@FunctionalInterface
public interface StepRule {
    /// The gradients of the loss, once, then the optimiser.
    StepRule USUAL = step -> {
        step.backward();
        step.move();
    };

    void run(Step step);

    /// A step that is under way. Its examples are those of the epoch's order; what is random in it is counted from the seed and its
    /// number.
    interface Step {
        /// From 1.
        int number();

        /// Those that are trained.
        List<Parameter> parameters();

        /// Computes the loss of the step's examples with the parameters as they are now, and adds its gradients to those that the
        /// parameters have. Does not wait for the device; a second time it does, for the loss of the first.
        ///
        /// @throws ArithmeticException if the loss of the time before is not finite
        void backward();

        /// As [#backward()], with `share` of the gradients, and values inside the model disturbed on the way.
        void backward(double share, Disturbance disturbance);

        /// The mean loss of the last time. Waits for the device.
        ///
        /// @throws ArithmeticException if it is not finite
        double loss();

        /// Clips the gradients, has the optimiser move the parameters, and clears the gradients. Does not wait for the device. If a
        /// loss or a gradient is not finite, nothing moves, and the training ends when the rule has run.
        void move();
    }
}
