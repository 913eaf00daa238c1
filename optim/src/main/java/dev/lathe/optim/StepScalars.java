package dev.lathe.optim;

import dev.lathe.optim.ParameterGroup.Member;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.OptimizerKernels.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What changes from step to step, in the device's memory: the scale of gradients, then for each rate factor its learning rate and
/// what the optimiser puts beside it. One small upload a step, and no answer.
final class StepScalars {
    private final Map<Double, Integer> places = new HashMap<>();
    private final double[] values;
    private final Buffer scalars;
    private Buffer scale;

    /// @param beside numbers that the optimiser puts beside a rate
    /// @param states where they live
    StepScalars(List<Member> members, int beside, Workspace states) {
        int next = 1;
        for (Member member : members) {
            if (places.putIfAbsent(member.rateFactor(), next) == null) {
                next += 1 + beside;
            }
        }
        values = new double[next];
        scalars = states.buffer(DType.F64, next);
        scale = scalars;
    }

    /// @param beside what stands beside each rate
    void begin(double learningRate, GradientScale gradScale, double... beside) {
        scale = switch (gradScale) {
            case GradientScale.Given(double value) -> {
                values[0] = value;
                yield scalars;
            }
            case GradientScale.Measured(Buffer value) -> value;
        };
        places.forEach((factor, at) -> {
            values[at] = learningRate * factor;
            System.arraycopy(beside, 0, values, at + 1, beside.length);
        });
        scalars.write(0, values, 0, values.length);
    }

    /// Those of one parameter.
    Step of(Member member) {
        return new Step(scalars, places.get(member.rateFactor()), scale);
    }
}
