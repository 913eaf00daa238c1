package dev.lathe.optim;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.OptimizerKernels.Clipping;
import java.util.List;

/// Clipping by the norm of all gradients together. Source: Pascanu, Mikolov and Bengio, 2013, section 3.2.
///
///     scale = norm > maxNorm ? maxNorm / (norm + 1e-6) : 1
///
/// Everything stays in the device's memory until someone asks:
///
///     workspace.backward(loss);
///     optimizer.step(learningRate, clipping.measure());   // waits for nothing
///     double norm = clipping.norm();                      // waits
///
/// If the norm is not finite, the scale is NaN, and optimisers then change nothing. The same holds for whatever else is watched,
/// such as a loss.
public final class GradientClipping {
    private static final int NORM = 1;
    private static final int WATCHED = 2;

    private final List<Parameter> parameters;
    private final double maxNorm;
    private final Backend backend;
    /// The scale, the norm, then what is watched.
    private final Buffer readings;
    private final int places;
    private int watched;

    /// What the device has measured.
    ///
    /// @param norm of all gradients as one vector, over the terms
    /// @param watched values in their places
    public record Readings(double norm, double[] watched) {}

    /// @param maxNorm 0 to leave gradients as they are
    /// @param states workspace that lives as long as the training
    public GradientClipping(List<Parameter> parameters, double maxNorm, Workspace states) {
        this(parameters, maxNorm, 0, states);
    }

    /// @param places how many values may be watched
    public GradientClipping(List<Parameter> parameters, double maxNorm, int places, Workspace states) {
        this.parameters = List.copyOf(parameters);
        this.maxNorm = maxNorm;
        this.backend = states.backend();
        this.places = places;
        this.readings = states.buffer(DType.F64, WATCHED + places);
    }

    /// Keeps a value that must be finite if the step is to count.
    ///
    /// @param place from 0; later places are free again
    public void watch(int place, Tensor scalar) {
        if (place < 0 || place >= places) {
            throw new IndexOutOfBoundsException("gradient clipping: place %d: has %d".formatted(place, places));
        }
        backend.reduction().keep(scalar.buffer(), readings, WATCHED + place);
        watched = place + 1;
    }

    /// Takes the norm of the gradients as they are now.
    public GradientScale measure() {
        return measure(1);
    }

    /// As [#measure()], of gradients that are to be divided by `terms`, which the scale then does too.
    public GradientScale measure(double terms) {
        List<Parameter> reached = parameters.stream().filter(Parameter::hasGradient).toList();
        backend.reduction().sumOfSquares(
                reached.stream().map(parameter -> parameter.gradient().buffer()).toList(),
                reached.stream().mapToInt(parameter -> parameter.shape().size()).toArray(), readings, 0);
        backend.optimizer().clip(new Clipping(maxNorm, terms), readings, watched);
        return new GradientScale.Measured(readings);
    }

    /// The norm that was measured last, before clipping. Waits for the device.
    public double norm() {
        return read().norm();
    }

    /// All that was measured and is watched. Waits for the device.
    public Readings read() {
        var all = new double[WATCHED + watched];
        readings.read(0, all, 0, all.length);
        var values = new double[watched];
        System.arraycopy(all, WATCHED, values, 0, watched);
        return new Readings(all[NORM], values);
    }
}
