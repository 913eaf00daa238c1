package dev.lathe.optim;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.List;
import java.util.Map;

/// Moves parameters against their gradients.
///
///     Optimizer optimizer = Lion.Config.DEFAULT.over(ParameterGroup.usual(parameters, 0.01), workspace);
///     // for each step: a backward pass, then
///     optimizer.step(learningRate);
///
/// One more is a class like [Lion], its kernel in `OptimizerKernels`, and a line in [Optimizers]. Frozen parameters are left out:
/// they cost neither memory nor time.
public interface Optimizer {
    /// What an optimiser is made with, beside the parameters: its own settings, and none of the training's.
    interface Config {
        /// As `--optimizer` has it, such as `adamw`.
        String name();

        /// The settings by the names of a run's record, such as `adam-beta1`; whatever changes a result is among them.
        Map<String, Double> settings();

        /// The optimiser of some parameters.
        ///
        /// @param states workspace in which it keeps what it remembers: as long as the training
        /// @throws IllegalArgumentException if two groups share a parameter
        Optimizer over(List<ParameterGroup> groups, Workspace states);
    }

    /// One tensor that an optimiser remembers of a parameter.
    ///
    /// @param name what it is, such as `first`; of one parameter each has another name
    /// @param parameter whose it is
    /// @param value may have another shape than the parameter
    record State(String name, Parameter parameter, Tensor value) {}

    /// Number of steps taken.
    int step();

    /// Moves every parameter that has a gradient, and clears the gradients. What is in their memory after that is not defined.
    /// Waits for nothing.
    ///
    /// If the scale is not finite, parameters and [#states] stay as they are; the step is counted nevertheless. Who is to hear of that asks
    /// [GradientClipping#norm].
    ///
    /// @param learningRate of this step; each group has a factor of its own
    /// @param gradScale what gradients are multiplied by first; see [GradientClipping]
    /// @throws IllegalArgumentException if the rate is no number of 0 or more; then no step is taken
    void step(double learningRate, GradientScale gradScale);

    /// As [#step(double, GradientScale)], with the gradients as they are.
    default void step(double learningRate) {
        step(learningRate, GradientScale.ONE);
    }

    /// What the optimiser remembers: with the values and the number of steps, everything that its next step depends on.
    ///
    /// Always the same order, by parameters as they were given. The tensors live in the workspace that the optimiser was given.
    List<State> states();

    /// Goes on where another optimiser was: for whoever has set parameters and [#states] to those it had.
    ///
    /// @param steps how many it had taken
    /// @throws IllegalArgumentException if that is less than 0
    void resumeAfter(int steps);
}
