package dev.lathe.optim;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.device.Backend;
import java.util.List;

/// Clipping by the norm of all gradients together. Source: Pascanu, Mikolov and Bengio, 2013, section 3.2.
public final class GradientClipping {
    private GradientClipping() {}

    /// The Euclidean norm of all gradients as one vector.
    public static double globalNorm(Backend backend, List<Parameter> parameters) {
        double sum = 0;
        for (Parameter p : parameters) {
            if (p.hasGradient()) {
                sum += backend.reduction().sumOfSquares(p.gradient().buffer(), p.shape().size());
            }
        }
        return Math.sqrt(sum);
    }

    /// What to multiply gradients by so that their norm is at most `maxNorm`; 1 if it is already.
    ///
    /// @param maxNorm 0 to leave them as they are
    public static double scale(double norm, double maxNorm) {
        return maxNorm > 0 && norm > maxNorm ? maxNorm / (norm + 1e-6) : 1;
    }
}
