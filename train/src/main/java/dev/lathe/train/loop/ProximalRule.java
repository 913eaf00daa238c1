package dev.lathe.train.loop;

import dev.lathe.tensor.Parameter;
import java.util.HashMap;
import java.util.Map;

/// A step that is drawn back to where the training began, so that parties with unlike data do not drift apart:
///
///     gradient = gradient + mu (w - w0)
///
/// which is the gradient of mu/2 |w - w0|². It is added before clipping.
///
/// Source: Li et al., "Federated optimization in heterogeneous networks", MLSys 2020, equation 2.
public final class ProximalRule implements StepRule {
    private final double mu;
    private final Map<Parameter, float[]> anchors = new HashMap<>();

    /// Anchors the parameters where they are at the first step.
    ///
    /// @param mu more than 0
    public ProximalRule(double mu) {
        if (!(mu > 0) || Double.isInfinite(mu)) {
            throw new IllegalArgumentException("proximal %s: needs more than 0".formatted(mu));
        }
        this.mu = mu;
    }

    @Override
    public void run(Step step) {
        step.parameters().forEach(parameter -> anchors.computeIfAbsent(parameter, p -> p.value().toArray()));
        step.backward();
        for (Parameter parameter : step.parameters()) {
            if (parameter.hasGradient()) {
                draw(parameter, anchors.get(parameter));
            }
        }
        step.move();
    }

    private void draw(Parameter parameter, float[] anchor) {
        float[] value = parameter.value().toArray();
        float[] gradient = parameter.gradient().toArray();
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (float) (gradient[i] + mu * ((double) value[i] - anchor[i]));
        }
        parameter.gradient().buffer().write(0, gradient, 0, gradient.length);
    }
}
