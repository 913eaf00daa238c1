package dev.lathe.bert.checkpoint.onnx;

import java.io.IOException;
import java.util.Optional;

/// The smallest parts of an encoder as graphs spell them: a linear layer, a normalisation, the first token.
final class OnnxParts {
    private static final double DEFAULT_EPSILON = 1e-5;
    private static final double WHOLE_AXIS = 1 << 30;

    private final OnnxFlow flow;
    private final OnnxArithmetic arithmetic;

    OnnxParts(OnnxFlow flow, OnnxArithmetic arithmetic) {
        this.flow = flow;
        this.arithmetic = arithmetic;
    }

    /// `x W + b`.
    ///
    /// @param input the value `x`
    /// @param weight as the product sees it: `[in,out]`
    record Linear(String input, OnnxFlow.Matrix weight, OnnxTensor bias) {}

    /// Normalisation of each row, with weight and bias.
    record Norm(String input, OnnxTensor weight, OnnxTensor bias, double epsilon) {}

    /// The linear layer that makes a value.
    Optional<Linear> linear(String value) throws IOException {
        Optional<OnnxNode> maker = flow.maker(value);
        if (maker.isEmpty()) {
            return Optional.empty();
        }
        OnnxNode node = maker.get();
        return switch (node.operation()) {
            case "Gemm" -> gemm(node);
            case "Add" -> {
                Optional<Linear> found = node.inputs().size() == 2 ? product(node.input(0), node.input(1)) : Optional.empty();
                yield found.isPresent() || node.inputs().size() != 2 ? found : product(node.input(1), node.input(0));
            }
            case "Reshape" -> flow.maker(node.input(0), "Gemm").flatMap(this::gemm);
            default -> Optional.empty();
        };
    }

    private Optional<Linear> gemm(OnnxNode node) {
        boolean plain = node.inputs().size() == 3 && node.real("alpha", 1) == 1 && node.real("beta", 1) == 1
                && node.integer("transA", 0) == 0;
        Optional<OnnxFlow.Matrix> weight = flow.matrix(node.input(1));
        Optional<OnnxTensor> bias = flow.vector(node.input(2));
        if (!plain || weight.isEmpty() || bias.isEmpty()) {
            return Optional.empty();
        }
        boolean transposed = weight.get().transposed() != (node.integer("transB", 0) != 0);
        // Some exporters flatten to two axes before.
        String input = flow.maker(node.input(0), "Reshape").map(flat -> flat.input(0)).orElse(node.input(0));
        return checked(new Linear(flow.source(input), new OnnxFlow.Matrix(weight.get().tensor(), transposed), bias.get()));
    }

    private Optional<Linear> product(String product, String bias) {
        Optional<OnnxNode> maker = flow.maker(product, "MatMul");
        Optional<OnnxTensor> vector = flow.vector(bias);
        if (maker.isEmpty() || vector.isEmpty()) {
            return Optional.empty();
        }
        OnnxNode node = maker.get();
        return flow.matrix(node.input(1))
                .flatMap(weight -> checked(new Linear(flow.source(node.input(0)), weight, vector.get())));
    }

    private static Optional<Linear> checked(Linear linear) {
        return linear.weight().columns() == linear.bias().dimensions().getFirst() ? Optional.of(linear) : Optional.empty();
    }

    /// The normalisation that makes a value: a node of its own, or what it is made of.
    Optional<Norm> norm(String value) throws IOException {
        Optional<OnnxNode> maker = flow.maker(value);
        if (maker.isPresent() && maker.get().is("LayerNormalization", 3)) {
            OnnxNode node = maker.get();
            long axis = node.integer("axis", -1);
            double epsilon = OnnxValues.shortest(node.real("epsilon", (float) DEFAULT_EPSILON));
            return axis == -1 || axis == 2 ? norm(node.input(0), node.input(1), node.input(2), epsilon) : Optional.empty();
        }
        if (maker.isPresent() && maker.get().is("Add", 2)) {
            OnnxNode sum = maker.get();
            Optional<Norm> found = composed(sum.input(0), sum.input(1));
            return found.isPresent() ? found : composed(sum.input(1), sum.input(0));
        }
        return Optional.empty();
    }

    private Optional<Norm> norm(String input, String weight, String bias, double epsilon) {
        Optional<OnnxTensor> weights = flow.vector(weight);
        Optional<OnnxTensor> biases = flow.vector(bias);
        return weights.isEmpty() || biases.isEmpty() || !(epsilon > 0)
                ? Optional.empty()
                : Optional.of(new Norm(flow.source(input), weights.get(), biases.get(), epsilon));
    }

    /// `(x - mean) / sqrt(variance + epsilon) * weight + bias`.
    private Optional<Norm> composed(String scaled, String bias) throws IOException {
        Optional<OnnxNode> product = flow.maker(scaled, "Mul");
        if (product.isEmpty() || flow.vector(bias).isEmpty()) {
            return Optional.empty();
        }
        boolean weightFirst = flow.vector(product.get().input(0)).isPresent();
        String weight = product.get().input(weightFirst ? 0 : 1);
        Optional<OnnxNode> quotient = flow.maker(product.get().input(weightFirst ? 1 : 0), "Div");
        if (quotient.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> input = centred(quotient.get().input(0));
        Optional<OnnxNode> root = flow.maker(quotient.get().input(1), "Sqrt");
        Optional<OnnxNode> sum = root.flatMap(node -> flow.maker(node.input(0), "Add"));
        if (input.isEmpty() || sum.isEmpty()) {
            return Optional.empty();
        }
        Optional<Double> epsilon = arithmetic.scalar(sum.get().input(1));
        Optional<OnnxNode> variance = flow.maker(sum.get().input(0), "ReduceMean");
        if (epsilon.isEmpty() || variance.isEmpty() || !isOverLastAxis(variance.get())) {
            return Optional.empty();
        }
        Optional<String> squared = square(variance.get().input(0));
        boolean same = squared.isPresent() && centred(squared.get()).equals(input);
        return same ? norm(input.get(), weight, bias, epsilon.get()) : Optional.empty();
    }

    /// The value of which the mean has been taken off.
    private Optional<String> centred(String value) throws IOException {
        Optional<OnnxNode> difference = flow.maker(value, "Sub");
        if (difference.isEmpty()) {
            return Optional.empty();
        }
        String input = flow.source(difference.get().input(0));
        Optional<OnnxNode> mean = flow.maker(difference.get().input(1), "ReduceMean");
        boolean fits = mean.isPresent() && isOverLastAxis(mean.get()) && flow.source(mean.get().input(0)).equals(input);
        return fits ? Optional.of(input) : Optional.empty();
    }

    private Optional<String> square(String value) throws IOException {
        Optional<OnnxNode> maker = flow.maker(value);
        boolean power = maker.isPresent() && maker.get().is("Pow", 2) && arithmetic.is(maker.get().input(1), 2);
        boolean product = maker.isPresent() && maker.get().is("Mul", 2)
                && flow.source(maker.get().input(0)).equals(flow.source(maker.get().input(1)));
        return power || product ? Optional.of(flow.source(maker.get().input(0))) : Optional.empty();
    }

    private boolean isOverLastAxis(OnnxNode mean) throws IOException {
        double[] axes = mean.inputs().size() > 1
                ? arithmetic.of(mean.input(1)).orElse(new double[0])
                : mean.integers("axes").stream().mapToDouble(Long::doubleValue).toArray();
        return axes.length == 1 && (axes[0] == -1 || axes[0] == 2) && mean.integer("keepdims", 1) == 1;
    }

    /// The value of whose tokens this one is the first.
    Optional<String> firstToken(String value) throws IOException {
        Optional<OnnxNode> maker = flow.maker(value);
        if (maker.isEmpty()) {
            return Optional.empty();
        }
        OnnxNode node = maker.get();
        return switch (node.operation()) {
            case "Gather" -> node.integer("axis", 0) == 1 && arithmetic.is(node.input(1), 0)
                    ? Optional.of(whole(node.input(0)))
                    : Optional.empty();
            case "Squeeze" -> {
                Optional<OnnxNode> slice = flow.maker(node.input(0), "Slice");
                yield slice.isPresent() && isSlice(slice.get(), 1, 1)
                        ? Optional.of(whole(slice.get().input(0)))
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    /// The value behind slices that leave nothing out.
    private String whole(String value) throws IOException {
        String at = flow.source(value);
        for (Optional<OnnxNode> slice = flow.maker(at, "Slice"); slice.isPresent(); slice = flow.maker(at, "Slice")) {
            if (!arithmetic.is(slice.get().input(1), 0)
                    || arithmetic.scalar(slice.get().input(2)).filter(end -> end > WHOLE_AXIS).isEmpty()) {
                break;
            }
            at = flow.source(slice.get().input(0));
        }
        return at;
    }

    private boolean isSlice(OnnxNode slice, double end, double axis) throws IOException {
        return arithmetic.is(slice.input(1), 0) && arithmetic.is(slice.input(2), end) && arithmetic.is(slice.input(3), axis);
    }
}
