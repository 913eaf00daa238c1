package dev.lathe.train.loop;

import dev.lathe.nn.adapter.AdapterCourse;
import dev.lathe.optim.GradientScale;
import dev.lathe.optim.Optimizer;
import java.util.List;
import java.util.stream.Stream;

/// An optimiser whose moves an adapter's method watches and corrects. Waits for the device.
final class AccompaniedOptimizer implements Optimizer {
    private final Optimizer optimizer;
    private final AdapterCourse course;

    AccompaniedOptimizer(Optimizer optimizer, AdapterCourse course) {
        this.optimizer = optimizer;
        this.course = course;
    }

    @Override
    public int step() {
        return optimizer.step();
    }

    @Override
    public void step(double learningRate, GradientScale gradScale) {
        double scale = switch (gradScale) {
            case GradientScale.Given(double value) -> value;
            case GradientScale.Measured measured -> {
                var value = new double[1];
                measured.value().read(0, value, 0, 1);
                yield value[0];
            }
        };
        // Nothing moves if it is not finite.
        if (Double.isFinite(scale)) {
            course.beforeMove(scale);
        }
        optimizer.step(learningRate, gradScale);
        if (Double.isFinite(scale)) {
            course.afterMove(optimizer.step());
        }
    }

    @Override
    public List<State> states() {
        return Stream.concat(optimizer.states().stream(),
                course.remembered().stream().map(one -> new State(one.name(), one.parameter(), one.value()))).toList();
    }

    @Override
    public void resumeAfter(int steps) {
        optimizer.resumeAfter(steps);
    }
}
