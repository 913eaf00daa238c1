package dev.lathe.optim;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.device.Backend;
import java.util.List;

/// Clipping by the norm of all gradients together. Source: Pascanu, Mikolov and Bengio, 2013, section 3.2.
public final class GradientClipping {
    private GradientClipping() {}

    /// The Euclidean norm of all gradients as one vector.
    public static double globalNorm(Backend backend, List<Parameter> parameters) {
        List<Parameter> reached = parameters.stream().filter(Parameter::hasGradient).toList();
        return Math.sqrt(backend.reduction().sumOfSquares(
                reached.stream().map(parameter -> parameter.gradient().buffer()).toList(),
                reached.stream().mapToInt(parameter -> parameter.shape().size()).toArray()));
    }

    /// What to multiply gradients by so that their norm is at most `maxNorm`; 1 if it is already.
    ///
    /// @param maxNorm 0 to leave them as they are
    public static double scale(double norm, double maxNorm) {
        return maxNorm > 0 && norm > maxNorm ? maxNorm / (norm + 1e-6) : 1;
    }
}
