package dev.lathe.bert.checkpoint;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A graph of a small encoder as an exporter could write it, which ONNX Runtime can run. No name in it tells anything.
///
/// Parameters have the values of [#values], in the order in which BERT's checkpoint lists them.
public final class TinyOnnx {
    public static final int VOCABULARY = 12;
    public static final int HIDDEN = 6;
    public static final int HEADS = 2;
    public static final int LAYERS = 2;
    public static final int INTERMEDIATE = 10;
    public static final int POSITIONS = 8;
    public static final int TYPES = 2;
    private static final int OPSET = 20;

    /// How a graph is to differ.
    public enum Trait {
        /// In nothing.
        AS_EVER,
        /// Newer operations: LayerNormalization, Gelu, Gemm over flattened rows with its weight as `[out,in]`.
        NEW_OPERATIONS,
        /// Weights as `[out,in]` with a Transpose before the product.
        TURNED_WEIGHTS,
        /// Every parameter by way of an Identity.
        ALIASES,
        /// The values of large tensors in `float_data`.
        FLOAT_DATA,
        /// The values of large tensors in another file, [#external].
        EXTERNAL_DATA,
        /// All biases of normalisations are one tensor.
        SHARED_BIASES,
        /// Wrong: scores are divided by 2.
        WRONG_SCALE,
        /// Wrong: a token sees those before it.
        CAUSAL,
        /// Wrong: queries are keys.
        ONE_FOR_TWO,
        /// Wrong: an activation of its own.
        ODD_ACTIVATION,
        /// Wrong: the sum behind attention is missing.
        NO_RESIDUAL,
        /// Wrong: the last normalisation adds another epsilon.
        ODD_EPSILON,
        /// Wrong: values and keys are exchanged in what they are multiplied with.
        ODD_ATTENTION,
        /// Wrong: each head adds a parameter to the scores.
        HEAD_BIAS
    }

    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private final OnnxBytes model = new OnnxBytes();
    private byte[] external = {};
    private int layers = LAYERS;
    private int next;
    private int names;
    private String shared = "";
    private String mask = "";

    public TinyOnnx(Trait... traits) {
        this.traits.addAll(Arrays.asList(traits));
        for (String input : List.of("input_ids", "attention_mask", "token_type_ids")) {
            model.input(input, OnnxBytes.I64);
        }
    }

    /// The values of the parameter that begins with value `first` of all.
    public static float[] values(int first, int count) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.sin(1.7 * (first + i) + 0.3);
        }
        return values;
    }

    /// An encoder of many layers.
    public static byte[] deep(int layers) {
        var tiny = new TinyOnnx();
        tiny.layers = layers;
        return tiny.output(tiny.hidden()).toBytes();
    }

    public static byte[] encoder(Trait... traits) {
        var tiny = new TinyOnnx(traits);
        return tiny.output(tiny.hidden()).toBytes();
    }

    /// What belongs into the file `values.bin`.
    public byte[] external() {
        return external;
    }

    public TinyOnnx output(String value) {
        model.output(value);
        return this;
    }

    public byte[] toBytes() {
        return model.toBytes(OPSET);
    }

    public OnnxBytes model() {
        return model;
    }

    /// The last hidden states.
    public String hidden() {
        mask = mask();
        String sum = node("Add", node("Gather", table(VOCABULARY, HIDDEN), "input_ids"),
                node("Gather", table(POSITIONS, HIDDEN), places()));
        String x = norm(node("Add", sum, node("Gather", table(TYPES, HIDDEN), "token_type_ids")), 1e-5f);
        for (int i = 0; i < layers; i++) {
            x = layer(x, i);
        }
        return x;
    }

    private String layer(String x, int layer) {
        String one = linear(x, HIDDEN, HIDDEN);
        String query = heads(one, 0, 2, 1, 3);
        String key = heads(traits.contains(Trait.ONE_FOR_TWO) ? one : linear(x, HIDDEN, HIDDEN), 0, 2, 3, 1);
        String value = heads(linear(x, HIDDEN, HIDDEN), 0, 2, 1, 3);
        float divisor = traits.contains(Trait.WRONG_SCALE) ? 2 : (float) Math.sqrt(HIDDEN / HEADS);
        String scores = node("Div", node("MatMul", query, key), scalar(divisor));
        if (traits.contains(Trait.HEAD_BIAS)) {
            scores = node("Add", scores, parameter(next(HEADS), HEADS, 1, 1));
        }
        String chances = withAxis("Softmax", -1, node("Add", scores, mask));
        String context = transposed(node("MatMul", chances, traits.contains(Trait.ODD_ATTENTION) ? query : value), 0, 2, 1, 3);
        String attended = linear(node("Reshape", context, longs(0, 0, HIDDEN)), HIDDEN, HIDDEN);
        String middle = norm(traits.contains(Trait.NO_RESIDUAL) ? attended : node("Add", attended, x), 1e-5f);
        String out = linear(act(linear(middle, HIDDEN, INTERMEDIATE)), INTERMEDIATE, HIDDEN);
        boolean odd = traits.contains(Trait.ODD_EPSILON) && layer == layers - 1;
        return norm(node("Add", out, middle), odd ? 1e-6f : 1e-5f);
    }

    private String mask() {
        String visible = withAttribute("Cast", OnnxBytes.attribute("to", OnnxBytes.F32), "attention_mask");
        String wide = node("Unsqueeze", visible, longs(1, 2));
        String all = node("Mul", node("Sub", scalar(1), wide), scalar(-1e30f));
        if (!traits.contains(Trait.CAUSAL)) {
            return all;
        }
        String places = node("Range", scalarLong(0), length(), scalarLong(1));
        String later = node("Less", node("Unsqueeze", places, longs(1)),
                node("Unsqueeze", node("Range", scalarLong(0), length(), scalarLong(1)), longs(0)));
        return node("Add", all, node("Where", later, scalar(-1e30f), scalar(0)));
    }

    private String length() {
        return node("Gather", node("Shape", "input_ids"), scalarLong(1));
    }

    private String places() {
        var rising = new long[POSITIONS];
        Arrays.setAll(rising, i -> i);
        String all = traits.contains(Trait.EXTERNAL_DATA)
                ? externalRow(OnnxBytes.longs(rising))
                : constant(OnnxBytes.tensor("", OnnxBytes.I64, OnnxBytes.longs(rising), 1, POSITIONS));
        return node("Slice", all, longs(0), node("Unsqueeze", length(), longs(0)), longs(1));
    }

    private String heads(String x, long... axes) {
        return transposed(node("Reshape", x, longs(0, 0, HEADS, HIDDEN / HEADS)), axes);
    }

    /// A linear layer whose weight's values count along `[out,in]`, in whatever form they are stored.
    public String linear(String x, int inputs, int outputs) {
        float[] weight = next(outputs * inputs);
        boolean gemm = traits.contains(Trait.NEW_OPERATIONS);
        if (gemm || traits.contains(Trait.TURNED_WEIGHTS)) {
            String stored = parameter(weight, outputs, inputs);
            String bias = row(outputs);
            if (gemm) {
                String flat = node("Reshape", x, longs(-1, inputs));
                String rows = withAttribute("Gemm", OnnxBytes.attribute("transB", 1), flat, stored, bias);
                String sizes = node("Slice", node("Shape", x), longs(0), longs(2));
                return node("Reshape", rows, withAttribute("Concat", OnnxBytes.attribute("axis", 0), sizes, longs(outputs)));
            }
            return node("Add", bias, node("MatMul", x, transposed(stored, 1, 0)));
        }
        var transposed = new float[weight.length];
        for (int i = 0; i < weight.length; i++) {
            transposed[i % inputs * outputs + i / inputs] = weight[i];
        }
        String stored = parameter(transposed, inputs, outputs);
        return node("Add", node("MatMul", x, stored), row(outputs));
    }

    public String norm(String x, float epsilon) {
        String weight = row(HIDDEN);
        String bias = normBias();
        if (traits.contains(Trait.NEW_OPERATIONS)) {
            return withAttribute("LayerNormalization", OnnxBytes.attribute("epsilon", epsilon), x, weight, bias);
        }
        String centred = node("Sub", x, mean(x));
        String variance = mean(node("Pow", centred, scalar(2)));
        String normal = node("Div", centred, node("Sqrt", node("Add", variance, scalar(epsilon))));
        return node("Add", node("Mul", normal, weight), bias);
    }

    private String normBias() {
        if (!traits.contains(Trait.SHARED_BIASES)) {
            return row(HIDDEN);
        }
        if (shared.isEmpty()) {
            shared = row(HIDDEN);
        }
        return shared;
    }

    private String mean(String x) {
        return node("ReduceMean", x, longs(-1));
    }

    private String act(String x) {
        if (traits.contains(Trait.ODD_ACTIVATION)) {
            return node("Mul", x, node("Sigmoid", x));
        }
        return gelu(x);
    }

    public String gelu(String x) {
        if (traits.contains(Trait.NEW_OPERATIONS)) {
            return node("Gelu", x);
        }
        String erf = node("Erf", node("Div", x, scalar((float) Math.sqrt(2))));
        return node("Mul", node("Mul", x, node("Add", erf, scalar(1))), scalar(0.5f));
    }

    public String first(String x) {
        return withAttribute("Gather", OnnxBytes.attribute("axis", 1), x, scalarLong(0));
    }

    public String table(int rows, int columns) {
        return parameter(next(rows * columns), rows, columns);
    }

    public String row(int size) {
        return parameter(next(size), size);
    }

    private float[] next(int count) {
        float[] values = values(next, count);
        next += count;
        return values;
    }

    private String externalRow(byte[] values) {
        String name = name();
        model.initializer(OnnxBytes.external(name, OnnxBytes.I64, "values.bin", store(values), values.length, 1, POSITIONS));
        return name;
    }

    private int store(byte[] values) {
        int there = external.length;
        external = Arrays.copyOf(external, there + values.length);
        System.arraycopy(values, 0, external, there, values.length);
        return there;
    }

    private String parameter(float[] values, long... dimensions) {
        String name = name();
        if (dimensions.length == 2 && traits.contains(Trait.FLOAT_DATA)) {
            model.initializer(OnnxBytes.listed(name, values, dimensions));
        } else if (dimensions.length == 2 && traits.contains(Trait.EXTERNAL_DATA)) {
            byte[] bytes = OnnxBytes.floats(values);
            model.initializer(OnnxBytes.external(name, OnnxBytes.F32, "values.bin", store(bytes), bytes.length, dimensions));
        } else {
            model.weight(name, values, dimensions);
        }
        return traits.contains(Trait.ALIASES) ? node("Identity", name) : name;
    }

    private String scalar(float value) {
        return constant(OnnxBytes.tensor("", OnnxBytes.F32, OnnxBytes.floats(value)));
    }

    private String scalarLong(long value) {
        return constant(OnnxBytes.tensor("", OnnxBytes.I64, OnnxBytes.longs(value)));
    }

    private String longs(long... values) {
        return constant(OnnxBytes.tensor("", OnnxBytes.I64, OnnxBytes.longs(values), values.length));
    }

    private String constant(ProtobufBytes tensor) {
        String name = name();
        model.constant(name, tensor);
        return name;
    }

    private String transposed(String x, long... axes) {
        return withAttribute("Transpose", OnnxBytes.attribute("perm", axes), x);
    }

    private String withAxis(String operation, long axis, String x) {
        return withAttribute(operation, OnnxBytes.attribute("axis", axis), x);
    }

    public String node(String operation, String... inputs) {
        return withAttribute(operation, new ProtobufBytes(), inputs);
    }

    private String withAttribute(String operation, ProtobufBytes attribute, String... inputs) {
        String name = name();
        ProtobufBytes node = OnnxBytes.node(operation, "n" + name, name, inputs);
        model.node(attribute.toBytes().length == 0 ? node : node.message(5, attribute));
        return name;
    }

    private String name() {
        return "v" + names++;
    }
}
