package dev.lathe.train.inside;

import dev.lathe.Device;
import dev.lathe.optim.AdamW;
import dev.lathe.optim.GradientScale;
import dev.lathe.optim.ParameterGroup;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;
import java.util.Arrays;
import java.util.List;

/// Whether a layer's states tell a label, to a reader that can only draw lines: a logistic regression, trained on states that a model gave.
///
/// Features are brought to mean 0 and deviation 1 over the training states; weights start at 0 and take [#STEPS] steps of AdamW over all
/// states at once. The same states give the same probe, to the bit.
///
/// Source: Alain and Bengio, "Understanding intermediate layers using linear classifier probes", ICLR workshop 2017.
public final class LinearProbe {
    /// Steps over all states.
    public static final int STEPS = 200;
    private static final double RATE = 0.05;
    private static final double WEIGHT_DECAY = 0.1;

    private final double[] means;
    private final double[] scales;
    private final float[] weight;
    private final float[] bias;

    private LinearProbe(double[] means, double[] scales, float[] weight, float[] bias) {
        this.means = means;
        this.scales = scales;
        this.weight = weight;
        this.bias = bias;
    }

    /// Trains a probe.
    ///
    /// @param states `[texts,features]`
    /// @param labels of each text, 0 to `classes` - 1
    /// @throws IllegalArgumentException if there are other numbers of labels than of states, or none
    public static LinearProbe train(double[][] states, int[] labels, int classes, Device device) {
        if (states.length != labels.length || states.length == 0) {
            throw new IllegalArgumentException("probe: %d states, %d labels: needs as many, at least one".formatted(
                    states.length, labels.length));
        }
        int features = states[0].length;
        var means = new double[features];
        var scales = new double[features];
        for (int f = 0; f < features; f++) {
            int feature = f;
            means[f] = Arrays.stream(states).mapToDouble(row -> row[feature]).average().orElse(0);
            double squares = 0;
            for (double[] row : states) {
                squares += (row[f] - means[f]) * (row[f] - means[f]) / states.length;
            }
            scales[f] = squares > 0 ? 1 / StrictMath.sqrt(squares) : 0;
        }
        var scaled = new float[states.length * features];
        for (int i = 0; i < states.length; i++) {
            for (int f = 0; f < features; f++) {
                scaled[i * features + f] = (float) ((states[i][f] - means[f]) * scales[f]);
            }
        }
        try (var model = Workspace.model("probe", device.backend())) {
            Parameter weight = model.parameter("weight", Shape.of(classes, features));
            Parameter bias = model.parameter("bias", Shape.of(classes));
            weight.value().buffer().write(0, new float[classes * features], 0, classes * features);
            bias.value().buffer().write(0, new float[classes], 0, classes);
            var optimizer = new AdamW(AdamW.Config.DEFAULT, ParameterGroup.usual(List.of(weight, bias), WEIGHT_DECAY), model);
            for (int step = 0; step < STEPS; step++) {
                try (var ws = Workspace.recording("probe step " + step, device.backend())) {
                    Value x = Value.of(ws, ws.of(Shape.of(states.length, features), scaled));
                    Tensor loss = x.linear(x.with(weight.value()), x.with(bias.value()))
                            .crossEntropy(ws.ofInts(Shape.of(labels.length), labels)).tensor();
                    ws.backward(loss);
                    optimizer.step(RATE, GradientScale.ONE);
                }
            }
            return new LinearProbe(means, scales, weight.value().toArray(), bias.value().toArray());
        }
    }

    /// The label that a state has, by the probe.
    public int label(double... state) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < bias.length; c++) {
            double sum = bias[c];
            for (int f = 0; f < means.length; f++) {
                sum += weight[c * means.length + f] * (state[f] - means[f]) * scales[f];
            }
            if (sum > highest) {
                highest = sum;
                best = c;
            }
        }
        return best;
    }

    /// The share of states whose label it tells; to be asked of states that it was not trained on.
    public double accuracy(double[][] states, int... labels) {
        int right = 0;
        for (int i = 0; i < states.length; i++) {
            right += label(states[i]) == labels[i] ? 1 : 0;
        }
        return right / (double) states.length;
    }
}
