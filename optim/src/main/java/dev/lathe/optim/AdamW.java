package dev.lathe.optim;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.OptimizerKernels;
import java.util.ArrayList;
import java.util.List;

/// Adam with decoupled weight decay. Source: Loshchilov and Hutter, 2019, algorithm 2.
///
/// With gradient g at step t, from 1:
///
///     m = beta1 m + (1 - beta1) g          v = beta2 v + (1 - beta2) g²
///     value = value (1 - lr decay) - lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
///
/// Biases and the parameters of layer normalisation are not decayed: decay means to keep weights small that
/// multiply features, and these do not.
public final class AdamW {
    private final Config config;
    private final Workspace moments;
    private final List<Slot> slots = new ArrayList<>();
    private int step;

    /// @param beta1 decay of the first moment; default 0.9
    /// @param beta2 decay of the second moment; default 0.999
    /// @param epsilon added to the root of the second moment; default 1e-8
    /// @param weightDecay share of a weight, times the learning rate, that a step takes away; default 0.01
    public record Config(double beta1, double beta2, double epsilon, double weightDecay) {
        public static final Config DEFAULT = new Config(0.9, 0.999, 1e-8, 0.01);

        public Config {
            checkShare("beta1", beta1);
            checkShare("beta2", beta2);
            if (!(epsilon > 0)) {
                throw new IllegalArgumentException("adamW: epsilon %s: needs more than 0".formatted(epsilon));
            }
            if (!(weightDecay >= 0)) {
                throw new IllegalArgumentException("adamW: weightDecay %s: needs 0 or more".formatted(weightDecay));
            }
        }

        public Config withWeightDecay(double decay) {
            return new Config(beta1, beta2, epsilon, decay);
        }

        private static void checkShare(String name, double value) {
            if (!(value >= 0 && value < 1)) {
                throw new IllegalArgumentException(
                        "adamW: %s %s: needs 0 or more and less than 1".formatted(name, value));
            }
        }
    }

    private record Slot(Parameter parameter, boolean decays, Tensor firstMoment, Tensor secondMoment) {}

    /// @param moments workspace in which two floats a parameter live: as long as the training
    public AdamW(Config config, List<Parameter> parameters, Workspace moments) {
        this.config = config;
        this.moments = moments;
        for (Parameter p : parameters) {
            slots.add(new Slot(p, decays(p), moments.zeros(p.shape()), moments.zeros(p.shape())));
        }
    }

    /// Whether a parameter is decayed: matrices are, vectors (biases, layer normalisation) are not.
    static boolean decays(Parameter parameter) {
        return parameter.shape().rank() > 1;
    }

    /// Number of steps taken.
    public int step() {
        return step;
    }

    /// What the optimiser remembers of a parameter: with the values, everything that its next step depends on.
    ///
    /// @param parameter whose they are
    /// @param first m of the formula
    /// @param second v of the formula
    public record Moments(Parameter parameter, Tensor first, Tensor second) {}

    /// The moments of all parameters, in their order. They live in the workspace that the optimiser was given.
    public List<Moments> moments() {
        return slots.stream().map(slot -> new Moments(slot.parameter, slot.firstMoment, slot.secondMoment)).toList();
    }

    /// Goes on where another optimiser was: for whoever has set parameters and [#moments] to those it had.
    ///
    /// @param steps how many it had taken
    public void resumeAfter(int steps) {
        if (steps < 0) {
            throw new IllegalArgumentException("adamW: after %d steps: needs 0 or more".formatted(steps));
        }
        step = steps;
    }

    /// Moves every parameter that has a gradient, and clears the gradients.
    ///
    /// @param gradScale what gradients are multiplied by first; see [GradientClipping]
    public void step(double learningRate, double gradScale) {
        step++;
        var kernels = moments.backend().optimizer();
        OptimizerKernels.AdamW decaying = settings(learningRate, config.weightDecay(), gradScale);
        OptimizerKernels.AdamW plain = settings(learningRate, 0, gradScale);
        for (Slot slot : slots) {
            Parameter p = slot.parameter;
            if (p.hasGradient()) {
                kernels.adamW(
                        slot.decays ? decaying : plain, p.gradient().buffer(), p.value().buffer(),
                        slot.firstMoment.buffer(), slot.secondMoment.buffer(), p.shape().size());
                p.clearGradient();
            }
        }
    }

    private OptimizerKernels.AdamW settings(double learningRate, double weightDecay, double gradScale) {
        return new OptimizerKernels.AdamW(
                (float) learningRate, (float) config.beta1(), (float) config.beta2(), (float) config.epsilon(),
                (float) weightDecay,
                (float) (1 - StrictMath.pow(config.beta1(), step)),
                (float) (1 - StrictMath.pow(config.beta2(), step)), (float) gradScale);
    }
}
