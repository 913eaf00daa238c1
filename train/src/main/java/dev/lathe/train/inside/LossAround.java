package dev.lathe.train.inside;

import dev.lathe.nn.ModelParameter;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// A loss as a function of the weights it was computed with: its gradient, its curvature along a direction, and its course on a line.
///
/// All weights that train are one vector, one parameter after the other. Every call leaves the weights as they were, to the bit.
/// Nothing drops out. Not for use by several threads.
public final class LossAround {
    /// Where the rounding of gradients and the curve's own curvature do about as much harm: the cube root of a float's precision.
    public static final double USUAL_STEP = 0.005;

    private final List<Parameter> parameters;
    private final Backend backend;
    private final Function<Workspace, Tensor> loss;
    private final int size;

    /// @param parameters of the model; frozen ones stay as they are
    /// @param loss computes it in the given workspace: a scalar
    public LossAround(List<ModelParameter> parameters, Backend backend, Function<Workspace, Tensor> loss) {
        this.parameters = parameters.stream().map(ModelParameter::parameter).filter(parameter -> !parameter.isFrozen()).toList();
        this.backend = backend;
        this.loss = loss;
        this.size = this.parameters.stream().mapToInt(parameter -> parameter.shape().size()).sum();
    }

    /// How many weights there are.
    public int size() {
        return size;
    }

    /// The weights as they are.
    public float[] weights() {
        var all = new float[size];
        int at = 0;
        for (Parameter parameter : parameters) {
            int count = parameter.shape().size();
            parameter.value().buffer().read(0, all, at, count);
            at += count;
        }
        return all;
    }

    /// The loss at the weights as they are.
    public double value() {
        try (var ws = Workspace.inference("loss", backend)) {
            return loss.apply(ws).item();
        }
    }

    /// The gradient at the weights as they are; 0 for weights that the loss does not depend on.
    public float[] gradient() {
        parameters.forEach(Parameter::clearGradient);
        try (var ws = Workspace.recording("gradient", backend)) {
            ws.backward(loss.apply(ws));
        }
        var all = new float[size];
        int at = 0;
        for (Parameter parameter : parameters) {
            if (parameter.hasGradient()) {
                System.arraycopy(parameter.gradient().toArray(), 0, all, at, parameter.shape().size());
            }
            parameter.clearGradient();
            at += parameter.shape().size();
        }
        return all;
    }

    /// The Hessian times a vector, by a central difference of gradients: (g(w + εv) - g(w - εv)) / 2ε. The error is ε²/6 times the third
    /// derivative along v, and about 6e-8 |g| / ε of rounding.
    ///
    /// Source: Pearlmutter, "Fast exact multiplication by the Hessian", 1994, section 2, which also has the exact way.
    ///
    /// @param v as long as the weights
    /// @param length how far the weights are moved to each side, ε‖v‖; [#USUAL_STEP] for weights of usual size
    /// @throws IllegalArgumentException if v has another size or is 0, or the length is not above 0
    public double[] hessianTimes(float[] v, double length) {
        requireSize(v);
        if (!(length > 0)) {
            throw new IllegalArgumentException("length %s: needs more than 0".formatted(length));
        }
        double norm = norm(v);
        if (norm == 0) {
            throw new IllegalArgumentException("direction: is 0");
        }
        double epsilon = length / norm;
        float[] forward = at(v, epsilon, this::gradient);
        float[] backward = at(v, -epsilon, this::gradient);
        var product = new double[size];
        for (int i = 0; i < size; i++) {
            product[i] = ((double) forward[i] - backward[i]) / (2 * epsilon);
        }
        return product;
    }

    /// The loss at points of a line: w + t v for each t.
    ///
    /// @throws IllegalArgumentException if v has another size than the weights
    public double[] along(float[] v, double... ts) {
        requireSize(v);
        var values = new double[ts.length];
        for (int i = 0; i < ts.length; i++) {
            values[i] = at(v, ts[i], this::value);
        }
        return values;
    }

    /// The loss on the line to other weights of the same model, at 0 these and at 1 those (Goodfellow et al., "Qualitatively characterizing
    /// neural network optimization problems", ICLR 2015).
    ///
    /// @throws IllegalArgumentException if there are other numbers of weights
    public double[] between(float[] other, double... ts) {
        requireSize(other);
        float[] difference = other.clone();
        float[] own = weights();
        for (int i = 0; i < size; i++) {
            difference[i] -= own[i];
        }
        return along(difference, ts);
    }

    private <R> R at(float[] v, double t, Supplier<R> asked) {
        float[] own = weights();
        var moved = new float[size];
        for (int i = 0; i < size; i++) {
            moved[i] = (float) (own[i] + t * v[i]);
        }
        write(moved);
        try {
            return asked.get();
        } finally {
            write(own);
        }
    }

    private void write(float[] all) {
        int at = 0;
        for (Parameter parameter : parameters) {
            int count = parameter.shape().size();
            parameter.value().buffer().write(0, all, at, count);
            at += count;
        }
    }

    private void requireSize(float[] v) {
        if (v.length != size) {
            throw new IllegalArgumentException("direction of %d: the model has %d weights that train".formatted(v.length, size));
        }
    }

    private static double norm(float[] v) {
        double squares = 0;
        for (float x : v) {
            squares += (double) x * x;
        }
        return StrictMath.sqrt(squares);
    }
}
