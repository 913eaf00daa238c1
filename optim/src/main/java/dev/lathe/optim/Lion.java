package dev.lathe.optim;

import dev.lathe.optim.ParameterGroup.Member;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.OptimizerKernels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Evolved sign momentum. Source: Chen et al., 2023, algorithm 2.
///
/// With gradient g:
///
///     c = beta1 m + (1 - beta1) g
///     value = value (1 - lr decay) - lr sign(c)
///     m = beta2 m + (1 - beta2) g
///
/// The sign of 0 is 0. Remembers m as `momentum`: one float a parameter. Every value moves by the whole rate, so the paper, section
/// 5, takes rates 3 to 10 times smaller than [AdamW]'s, and as many times its decay.
public final class Lion implements Optimizer {
    private final Config config;
    private final Workspace states;
    private final Momenta momenta;
    private final StepScalars scalars;
    private final StepCount steps = new StepCount();

    /// @param beta1 share of the momentum in a step's direction; default 0.9
    /// @param beta2 decay of the momentum; default 0.99
    public record Config(double beta1, double beta2) implements Optimizer.Config {
        public static final Config DEFAULT = new Config(0.9, 0.99);

        public Config {
            Settings.requireBelowOne("lionBeta1", beta1);
            Settings.requireBelowOne("lionBeta2", beta2);
        }

        @Override
        public String name() {
            return "lion";
        }

        @Override
        public Map<String, Double> settings() {
            var settings = new LinkedHashMap<String, Double>();
            settings.put("lion-beta1", beta1);
            settings.put("lion-beta2", beta2);
            return settings;
        }

        @Override
        public Lion over(List<ParameterGroup> groups, Workspace states) {
            return new Lion(this, groups, states);
        }
    }

    /// @param states workspace in which momenta live: as long as the training
    public Lion(Config config, List<ParameterGroup> groups, Workspace states) {
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
            var settings = new OptimizerKernels.Lion(
                    (float) config.beta1(), (float) config.beta2(), (float) member.weightDecay());
            kernels.lion(
                    settings, scalars.of(member), p.gradient().buffer(), p.value().buffer(), momentum.buffer(),
                    p.shape().size());
        });
    }
}
