package dev.lathe.bert.checkpoint.onnx;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/// Works out small values of a graph: shapes and factors. What depends on the input is NaN.
final class OnnxArithmetic {
    private static final int MAX_VALUES = 64;
    private static final int MAX_DEPTH = 64;
    /// The end of a slice that goes to the end of its axis is a large number.
    private static final double NO_END = 1 << 30;

    private final OnnxFlow flow;
    private final OnnxValues values;
    private final Map<String, Optional<double[]>> known = new HashMap<>();

    OnnxArithmetic(OnnxFlow flow, OnnxValues values) {
        this.flow = flow;
        this.values = values;
    }

    /// A single number that the input does not change.
    Optional<Double> scalar(String value) throws IOException {
        return of(value).filter(numbers -> numbers.length == 1 && !Double.isNaN(numbers[0])).map(numbers -> numbers[0]);
    }

    /// A whole number that the input does not change.
    boolean is(String value, double wanted) throws IOException {
        return scalar(value).filter(number -> number == wanted).isPresent();
    }

    /// The numbers of a value; nothing when not even their count is known.
    Optional<double[]> of(String value) throws IOException {
        return of(value, 0);
    }

    private Optional<double[]> of(String value, int depth) throws IOException {
        String source = flow.source(value);
        Optional<double[]> found = known.get(source);
        if (found == null) {
            // What carries weights is no small value, and the way to its end would be as long as the model.
            boolean skipped = flow.carriesWeights(source) || depth > MAX_DEPTH;
            found = skipped ? Optional.empty() : compute(source, depth + 1);
            known.put(source, found);
        }
        return found;
    }

    private Optional<double[]> compute(String value, int depth) throws IOException {
        Optional<OnnxTensor> constant = flow.constant(value);
        if (constant.isPresent()) {
            return values.numbers(constant.get(), MAX_VALUES);
        }
        Optional<OnnxNode> maker = flow.maker(value);
        return maker.isEmpty() ? Optional.empty() : compute(maker.get(), depth);
    }

    private Optional<double[]> compute(OnnxNode node, int depth) throws IOException {
        return switch (node.operation()) {
            case "Constant" -> ofAttribute(node);
            case "Shape" -> shape(node, depth);
            case "Gather" -> gather(node, depth);
            case "Concat" -> concat(node, depth);
            case "Slice" -> slice(node, depth);
            case "Unsqueeze", "Squeeze", "Reshape", "Floor" -> of(node.input(0), depth);
            case "Cast" -> of(node.input(0), depth).map(OnnxArithmetic::truncated);
            case "Sqrt" -> of(node.input(0), depth).map(x -> Arrays.stream(x).map(Math::sqrt).toArray());
            case "Reciprocal" -> of(node.input(0), depth).map(x -> Arrays.stream(x).map(v -> 1 / v).toArray());
            case "Add" -> both(node, depth, Double::sum);
            case "Sub" -> both(node, depth, (a, b) -> a - b);
            case "Mul" -> both(node, depth, (a, b) -> a * b);
            case "Div" -> both(node, depth, (a, b) -> a / b);
            case "Pow" -> both(node, depth, StrictMath::pow);
            default -> Optional.empty();
        };
    }

    private static Optional<double[]> ofAttribute(OnnxNode node) {
        if (node.attributes().containsKey("value_float")) {
            return Optional.of(new double[] {OnnxValues.shortest(node.real("value_float", 0))});
        }
        if (node.attributes().containsKey("value_int")) {
            return Optional.of(new double[] {node.integer("value_int", 0)});
        }
        if (node.attributes().containsKey("value_ints")) {
            return Optional.of(node.integers("value_ints").stream().mapToDouble(Long::doubleValue).toArray());
        }
        return Optional.empty();
    }

    /// Casts between floats are no nodes any more: this one goes to whole numbers.
    private static double[] truncated(double[] numbers) {
        return Arrays.stream(numbers).map(v -> Double.isNaN(v) ? v : (long) v).toArray();
    }

    private Optional<double[]> shape(OnnxNode node, int depth) throws IOException {
        Optional<double[]> all = dimensions(node.input(0), depth);
        if (all.isEmpty()) {
            return unknown(node.integer("end", 0) - node.integer("start", 0));
        }
        int length = all.get().length;
        int start = index(node.integer("start", 0), length);
        int end = index(node.integer("end", length), length);
        return Optional.of(Arrays.copyOfRange(all.get(), start, Math.max(start, end)));
    }

    private static int index(double at, int length) {
        return (int) Math.clamp(at < 0 ? at + length : at, 0, length);
    }

    /// The dimensions of a value that was reshaped or transposed.
    private Optional<double[]> dimensions(String value, int depth) throws IOException {
        Optional<OnnxNode> maker = flow.maker(value);
        if (maker.isEmpty() || depth > MAX_DEPTH) {
            return Optional.empty();
        }
        OnnxNode node = maker.get();
        return switch (node.operation()) {
            case "Reshape" -> of(node.input(1), depth + 1)
                    .map(sizes -> Arrays.stream(sizes).map(size -> size > 0 ? size : Double.NaN).toArray());
            case "Transpose" -> dimensions(node.input(0), depth + 1).flatMap(sizes -> transposed(sizes, node.integers("perm")));
            case "Mul", "Div" -> dimensions(node.input(0), depth + 1);
            default -> Optional.empty();
        };
    }

    private static Optional<double[]> transposed(double[] sizes, List<Long> axes) {
        if (axes.size() != sizes.length || !axes.stream().allMatch(axis -> axis >= 0 && axis < sizes.length)) {
            return Optional.empty();
        }
        return Optional.of(axes.stream().mapToDouble(axis -> sizes[axis.intValue()]).toArray());
    }

    private Optional<double[]> gather(OnnxNode node, int depth) throws IOException {
        Optional<double[]> index = of(node.input(1), depth);
        if (index.isEmpty() || index.get().length != 1) {
            return Optional.empty();
        }
        Optional<double[]> from = of(node.input(0), depth);
        if (from.isEmpty()) {
            return Optional.of(new double[] {Double.NaN});
        }
        double at = index.get()[0] < 0 ? index.get()[0] + from.get().length : index.get()[0];
        return at >= 0 && at < from.get().length
                ? Optional.of(new double[] {from.get()[(int) at]})
                : Optional.of(new double[] {Double.NaN});
    }

    private Optional<double[]> concat(OnnxNode node, int depth) throws IOException {
        var all = new double[MAX_VALUES];
        int count = 0;
        for (String input : node.inputs()) {
            Optional<double[]> part = of(input, depth);
            if (part.isEmpty() || count + part.get().length > MAX_VALUES) {
                return Optional.empty();
            }
            System.arraycopy(part.get(), 0, all, count, part.get().length);
            count += part.get().length;
        }
        return Optional.of(Arrays.copyOf(all, count));
    }

    private Optional<double[]> slice(OnnxNode node, int depth) throws IOException {
        Optional<double[]> from = of(node.input(0), depth);
        Optional<Double> start = of(node.input(1), depth).filter(x -> x.length == 1).map(x -> x[0]);
        Optional<Double> end = of(node.input(2), depth).filter(x -> x.length == 1).map(x -> x[0]);
        if (start.isEmpty() || end.isEmpty() || start.get().isNaN() || end.get().isNaN()) {
            return Optional.empty();
        }
        if (from.isPresent()) {
            int length = from.get().length;
            int first = index(start.get(), length);
            return Optional.of(Arrays.copyOfRange(from.get(), first, Math.max(first, index(end.get(), length))));
        }
        // Of an unknown count of numbers, the last few or the first few are still so many.
        return unknown(start.get() < 0 && end.get() > NO_END ? -start.get() : end.get() - start.get());
    }

    /// So many numbers of which nothing is known.
    private static Optional<double[]> unknown(double count) {
        if (!(count > 0 && count <= MAX_VALUES)) {
            return Optional.empty();
        }
        var numbers = new double[(int) count];
        Arrays.fill(numbers, Double.NaN);
        return Optional.of(numbers);
    }

    private Optional<double[]> both(OnnxNode node, int depth, DoubleBinaryOperator operator) throws IOException {
        Optional<double[]> left = of(node.input(0), depth);
        Optional<double[]> right = of(node.input(1), depth);
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        double[] a = left.get();
        double[] b = right.get();
        if (a.length == 0 || b.length == 0 || a.length != b.length && a.length != 1 && b.length != 1) {
            return Optional.empty();
        }
        var result = new double[Math.max(a.length, b.length)];
        for (int i = 0; i < result.length; i++) {
            result[i] = operator.applyAsDouble(a[a.length == 1 ? 0 : i], b[b.length == 1 ? 0 : i]);
        }
        return Optional.of(result);
    }
}
