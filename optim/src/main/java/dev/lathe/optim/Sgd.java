package dev.lathe.optim;

import dev.lathe.optim.ParameterGroup.Member;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.OptimizerKernels;
import java.util.List;
import java.util.Map;

/// Stochastic gradient descent with momentum. Source: Goyal et al., 2017, equation 9, where the learning rate is outside the
/// momentum, so that a new rate counts at once; with weight decay decoupled from it as in [ParameterGroup].
///
/// With gradient g:
///
///     u = momentum u + g
///     value = value (1 - lr decay) - lr u
///
/// Neither dampening nor Nesterov's look ahead. Remembers u as `momentum`: one float a parameter. Its steps are as long as the
/// gradients are: rates are hundreds of times those of [AdamW].
public final class Sgd implements Optimizer {
    private final Config config;
    private final Workspace states;
    private final Momenta momenta;
    private final StepScalars scalars;
    private final StepCount steps = new StepCount();

    /// @param momentum share of the last direction that stays, 0 or more and less than 1; default 0.9
    public record Config(double momentum) implements Optimizer.Config {
        public static final Config DEFAULT = new Config(0.9);

        public Config {
            Settings.requireBelowOne("sgdMomentum", momentum);
        }

        @Override
        public String name() {
            return "sgd";
        }

        @Override
        public Map<String, Double> settings() {
            return Map.of("sgd-momentum", momentum);
        }

        @Override
        public Sgd over(List<ParameterGroup> groups, Workspace states) {
            return new Sgd(this, groups, states);
        }
    }

    /// @param states workspace in which directions live: as long as the training
    public Sgd(Config config, List<ParameterGroup> groups, Workspace states) {
        this.config = config;
        this.states = states;
        List<Member> members = ParameterGroup.members(groups);
        this.scalars = new StepScalars(members, 0, states);
        this.momenta = new Momenta(members, states);
    }

    @Override
    public int step() {
        return steps.value();
    }

    @Override
    public List<State> states() {
        return momenta.states();
    }

    @Override
    public void resumeAfter(int taken) {
        steps.resumeAfter(taken);
    }

    @Override
    public void step(double learningRate, GradientScale gradScale) {
        steps.next(learningRate);
        scalars.begin(learningRate, gradScale);
        var kernels = states.backend().optimizer();
        momenta.move((member, momentum) -> {
            Parameter p = member.parameter();
            var settings = new OptimizerKernels.Sgd(
                    (float) config.momentum(), (float) member.weightDecay());
            kernels.sgd(
                    settings, scalars.of(member), p.gradient().buffer(), p.value().buffer(), momentum.buffer(),
                    p.shape().size());
        });
    }
}
