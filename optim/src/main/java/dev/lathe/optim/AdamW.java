package dev.lathe.optim;

import dev.lathe.optim.ParameterGroup.Member;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.OptimizerKernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Adam with decoupled weight decay. Source: Loshchilov and Hutter, 2019, algorithm 2.
///
/// With gradient g at step t, from 1:
///
///     m = beta1 m + (1 - beta1) g          v = beta2 v + (1 - beta2) g²
///     value = value (1 - lr decay) - lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
///
/// Remembers m as `first` and v as `second`: two floats a parameter.
public final class AdamW implements Optimizer {
    private final Config config;
    private final Workspace states;
    private final List<Slot> slots = new ArrayList<>();
    private final StepScalars scalars;
    private final StepCount steps = new StepCount();

    /// @param beta1 decay of the first moment; default 0.9
    /// @param beta2 decay of the second moment; default 0.999
    /// @param epsilon added to the root of the second moment; default 1e-8
    public record Config(double beta1, double beta2, double epsilon) implements Optimizer.Config {
        public static final Config DEFAULT = new Config(0.9, 0.999, 1e-8);

        public Config {
            Settings.requireBelowOne("adamBeta1", beta1);
            Settings.requireBelowOne("adamBeta2", beta2);
            Settings.requirePositive("adamEpsilon", epsilon);
        }

        @Override
        public String name() {
            return "adamw";
        }

        @Override
        public Map<String, Double> settings() {
            var settings = new LinkedHashMap<String, Double>();
            settings.put("adam-beta1", beta1);
            settings.put("adam-beta2", beta2);
            settings.put("adam-epsilon", epsilon);
            return settings;
        }

        @Override
        public AdamW over(List<ParameterGroup> groups, Workspace states) {
            return new AdamW(this, groups, states);
        }
    }

    private record Slot(Member member, Tensor first, Tensor second) {}

    /// @param states workspace in which the moments live: as long as the training
    public AdamW(Config config, List<ParameterGroup> groups, Workspace states) {
        this.config = config;
        this.states = states;
        List<Member> members = ParameterGroup.members(groups);
        this.scalars = new StepScalars(members, 2, states);
        for (Member member : members) {
            Parameter p = member.parameter();
            slots.add(new Slot(member, states.zeros(p.shape()), states.zeros(p.shape())));
        }
    }

    @Override
    public int step() {
        return steps.value();
    }

    @Override
    public List<State> states() {
        var all = new ArrayList<State>();
        for (Slot slot : slots) {
            all.add(new State("first", slot.member.parameter(), slot.first));
            all.add(new State("second", slot.member.parameter(), slot.second));
        }
        return all;
    }

    @Override
    public void resumeAfter(int taken) {
        steps.resumeAfter(taken);
    }

    @Override
    public void step(double learningRate, GradientScale gradScale) {
        int step = steps.next(learningRate);
        scalars.begin(
                learningRate, gradScale, 1 - StrictMath.pow(config.beta1(), step), 1 - StrictMath.pow(config.beta2(), step));
        var kernels = states.backend().optimizer();
        for (Slot slot : slots) {
            Parameter p = slot.member.parameter();
            if (p.hasGradient()) {
                var settings = new OptimizerKernels.AdamW(
                        (float) config.beta1(), (float) config.beta2(), (float) config.epsilon(),
                        (float) slot.member.weightDecay());
                kernels.adamW(
                        settings, scalars.of(slot.member), p.gradient().buffer(), p.value().buffer(),
                        slot.first.buffer(), slot.second.buffer(), p.shape().size());
                p.clearGradient();
            }
        }
    }
}
