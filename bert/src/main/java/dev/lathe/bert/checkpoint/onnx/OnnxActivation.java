package dev.lathe.bert.checkpoint.onnx;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// Recognises an activation by what it computes, not by how an exporter has put it together: the nodes between a linear
/// layer and the next are worked out at a few points.
final class OnnxActivation {
    private static final int MAX_NODES = 40;
    private static final double[] POINTS = {-3.1, -2.2, -1.3, -0.4, 0.3, 1.1, 1.9, 2.7};
    /// Constants are floats: their last bit is 6e-8. Both forms of GELU differ by 4e-4 at some of the points.
    private static final double TOLERANCE = 2e-6;
    private static final double TANH_FACTOR = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    /// By the names that a `config.json` has for them.
    private static final Map<String, DoubleUnaryOperator> KNOWN = new LinkedHashMap<>(Map.of(
            "gelu", OnnxActivation::gelu,
            "gelu_new", OnnxActivation::geluNew,
            "relu", x -> Math.max(x, 0),
            "tanh", StrictMath::tanh));

    private final OnnxFlow flow;
    private final OnnxArithmetic arithmetic;
    private final Map<String, double[]> computed = new LinkedHashMap<>();
    private String base = "";
    private boolean fits = true;

    private OnnxActivation(OnnxFlow flow, OnnxArithmetic arithmetic) {
        this.flow = flow;
        this.arithmetic = arithmetic;
    }

    /// A function of one value, element by element.
    ///
    /// @param input the value
    /// @param name what a `config.json` calls the function; empty for one that is not known
    record Found(String input, String name) {}

    /// What makes a value out of another by functions of single numbers; nothing if it is made otherwise.
    static Optional<Found> of(String value, OnnxFlow flow, OnnxArithmetic arithmetic) throws IOException {
        var activation = new OnnxActivation(flow, arithmetic);
        double[] values = activation.compute(flow.source(value), 0);
        if (!activation.fits || activation.base.isEmpty() || activation.base.equals(flow.source(value))) {
            return Optional.empty();
        }
        return Optional.of(new Found(activation.base, name(values)));
    }

    private static String name(double[] values) {
        for (Map.Entry<String, DoubleUnaryOperator> candidate : KNOWN.entrySet()) {
            boolean same = true;
            for (int i = 0; i < POINTS.length; i++) {
                same &= Math.abs(candidate.getValue().applyAsDouble(POINTS[i]) - values[i]) < TOLERANCE;
            }
            if (same) {
                return candidate.getKey();
            }
        }
        return "";
    }

    private double[] compute(String value, int depth) throws IOException {
        String source = flow.source(value);
        double[] there = computed.get(source);
        if (there == null) {
            there = computeAnew(source, depth);
            computed.put(source, there);
        }
        return there;
    }

    private double[] computeAnew(String value, int depth) throws IOException {
        Optional<Double> constant = arithmetic.scalar(value);
        if (constant.isPresent()) {
            return all(x -> constant.get());
        }
        Optional<OnnxNode> maker = flow.maker(value);
        fits &= computed.size() < MAX_NODES && depth < MAX_NODES;
        if (fits && maker.isPresent() && isOfSingleNumbers(maker.get())) {
            return compute(maker.get(), depth + 1);
        }
        fits &= base.isEmpty() || base.equals(value);
        base = value;
        return POINTS;
    }

    /// The sum or product with a row of parameters is the end of a layer, not part of a function.
    private boolean isOfSingleNumbers(OnnxNode node) {
        return switch (node.operation()) {
            case "Add", "Sub", "Mul", "Div", "Pow", "Max", "Min" ->
                node.inputs().size() == 2
                        && node.inputs().stream().noneMatch(input -> flow.constant(input).filter(OnnxFlow::isWeight).isPresent());
            case "Erf", "Tanh", "Sqrt", "Exp", "Sigmoid", "Relu", "Gelu", "Neg" -> true;
            default -> false;
        };
    }

    private double[] compute(OnnxNode node, int depth) throws IOException {
        double[] x = compute(node.input(0), depth);
        return switch (node.operation()) {
            case "Erf" -> each(x, OnnxActivation::erf);
            case "Tanh" -> each(x, StrictMath::tanh);
            case "Sqrt" -> each(x, Math::sqrt);
            case "Exp" -> each(x, StrictMath::exp);
            case "Neg" -> each(x, v -> -v);
            case "Sigmoid" -> each(x, v -> 1 / (1 + StrictMath.exp(-v)));
            case "Relu" -> each(x, v -> Math.max(v, 0));
            case "Gelu" -> each(x, node.text("approximate").equals("tanh") ? OnnxActivation::geluNew : OnnxActivation::gelu);
            default -> both(node.operation(), x, compute(node.input(1), depth));
        };
    }

    private static double[] both(String operation, double[] a, double[] b) {
        var result = new double[a.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = switch (operation) {
                case "Add" -> a[i] + b[i];
                case "Sub" -> a[i] - b[i];
                case "Mul" -> a[i] * b[i];
                case "Div" -> a[i] / b[i];
                case "Pow" -> StrictMath.pow(a[i], b[i]);
                case "Max" -> Math.max(a[i], b[i]);
                default -> Math.min(a[i], b[i]);
            };
        }
        return result;
    }

    private static double[] all(DoubleUnaryOperator function) {
        return each(POINTS, function);
    }

    private static double[] each(double[] x, DoubleUnaryOperator function) {
        var result = new double[x.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = function.applyAsDouble(x[i]);
        }
        return result;
    }

    private static double gelu(double x) {
        return x / 2 * (1 + erf(x / Math.sqrt(2)));
    }

    private static double geluNew(double x) {
        return x / 2 * (1 + StrictMath.tanh(TANH_FACTOR * (x + CUBIC * x * x * x)));
    }

    /// By its series, of which 60 terms are enough for arguments below 4; further out the result is 1 to 2e-8.
    private static double erf(double x) {
        if (Math.abs(x) > 4) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 60; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
