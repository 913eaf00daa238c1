package dev.lathe.bert.checkpoint.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Recognises attention of several heads between the layers for queries, keys and values and the one behind.
///
/// `softmax(q kᵀ / √headSize + mask) v`, where the factor may be on the queries, the keys, both, or the scores.
final class OnnxAttention {
    private static final List<Long> HEADS_FIRST = List.of(0L, 2L, 1L, 3L);
    /// How the keys may come to `[batch,heads,headSize,length]`, from behind: R is a change of shape, digits an order of axes.
    private static final Set<List<String>> KEY_WAYS = Set.of(
            List.of("0231", "R"), List.of("0132", "0213", "R"), List.of("R", "021", "R", "0213", "R"));
    private static final Set<List<String>> OTHER_WAYS = Set.of(List.of("0213", "R"));
    private static final int MAX_STEPS = 8;
    private static final double TOLERANCE = 1e-5;
    /// Two factors of 11 bits each, where the graph computes in F16.
    private static final double HALF_TOLERANCE = 2e-3;

    private final OnnxFlow flow;
    private final OnnxArithmetic arithmetic;
    private final OnnxParts parts;
    private final OnnxMask mask;

    OnnxAttention(OnnxFlow flow, OnnxArithmetic arithmetic, OnnxParts parts, OnnxMask mask) {
        this.flow = flow;
        this.arithmetic = arithmetic;
        this.parts = parts;
        this.mask = mask;
    }

    /// @param heads how many
    /// @param probabilities the value that softmax makes
    record Found(OnnxParts.Linear query, OnnxParts.Linear key, OnnxParts.Linear value, int heads, String probabilities) {}

    /// A way from a linear layer to a product, with the factors on it.
    private record Way(OnnxParts.Linear linear, double factor, long heads, long headSize) {}

    /// The attention that makes a value; nothing if it is made otherwise.
    Optional<Found> of(String value) throws IOException {
        Optional<OnnxNode> transposed = flow.maker(value, "Reshape").flatMap(node -> flow.maker(node.input(0), "Transpose"));
        if (transposed.isEmpty() || !transposed.get().integers("perm").equals(HEADS_FIRST)) {
            return Optional.empty();
        }
        Optional<OnnxNode> product = flow.maker(transposed.get().input(0), "MatMul");
        Optional<OnnxNode> softmax = product.flatMap(node -> flow.maker(withoutNaN(node.input(0)), "Softmax"));
        if (softmax.isEmpty() || !List.of(-1L, 3L).contains(softmax.get().integer("axis", -1))) {
            return Optional.empty();
        }
        Optional<Way> values = way(product.get().input(1), OTHER_WAYS);
        Optional<Scores> scores = scores(softmax.get().input(0));
        if (values.isEmpty() || values.get().factor() != 1 || scores.isEmpty()) {
            return Optional.empty();
        }
        return joined(scores.get(), values.get(), flow.source(softmax.get().outputs().getFirst()));
    }

    private static Optional<Found> joined(Scores scores, Way values, String probabilities) {
        Way query = scores.query();
        Way key = scores.key();
        double factor = scores.factor() * query.factor() * key.factor();
        long hidden = query.linear().weight().columns();
        // Of batch, length, heads and size, exporters leave out what another tells; the factor tells the size once more.
        long size = Math.round(1 / (factor * factor));
        boolean fits = size > 0 && hidden % size == 0 && Math.abs(factor * Math.sqrt(size) - 1) < tolerance(query.linear());
        for (Way way : List.of(query, key, values)) {
            fits &= way.linear().weight().columns() == hidden
                    && (way.headSize() == 0 || way.headSize() == size)
                    && (way.heads() == 0 || way.heads() == hidden / Math.max(1, size));
        }
        return fits
                ? Optional.of(new Found(query.linear(), key.linear(), values.linear(), (int) (hidden / size), probabilities))
                : Optional.empty();
    }

    private static double tolerance(OnnxParts.Linear linear) {
        return linear.weight().tensor().dataType() == OnnxTensor.FLOAT16 ? HALF_TOLERANCE : TOLERANCE;
    }

    /// Softmax of nothing but minus infinity is NaN, which PyTorch's graphs turn into 0.
    private String withoutNaN(String value) {
        return flow.maker(value, "Where")
                .filter(node -> flow.maker(node.input(0), "IsNaN")
                        .filter(test -> flow.source(test.input(0)).equals(flow.source(node.input(2)))).isPresent())
                .map(node -> node.input(2))
                .orElse(value);
    }

    /// What softmax is taken of.
    private record Scores(Way query, Way key, double factor) {}

    private Optional<Scores> scores(String value) throws IOException {
        String at = value;
        double factor = 1;
        for (int step = 0; step < MAX_STEPS; step++) {
            Optional<OnnxNode> maker = flow.maker(at);
            if (maker.isEmpty()) {
                return Optional.empty();
            }
            OnnxNode node = maker.get();
            if (node.is("MatMul")) {
                Optional<Way> query = way(node.input(0), OTHER_WAYS);
                Optional<Way> key = way(node.input(1), KEY_WAYS);
                return query.isEmpty() || key.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Scores(query.get(), key.get(), factor));
            }
            Optional<Scaled> scaled = scaled(node);
            if (scaled.isPresent()) {
                factor *= scaled.get().factor();
                at = scaled.get().input();
            } else {
                Optional<String> unmasked = mask.without(node);
                if (unmasked.isEmpty()) {
                    return Optional.empty();
                }
                at = unmasked.get();
            }
        }
        return Optional.empty();
    }

    private record Scaled(String input, double factor) {}

    /// A product or quotient with one number.
    private Optional<Scaled> scaled(OnnxNode node) throws IOException {
        if (node.is("Div", 2)) {
            return arithmetic.scalar(node.input(1)).map(number -> new Scaled(node.input(0), 1 / number));
        }
        if (node.is("Mul", 2)) {
            Optional<Double> right = arithmetic.scalar(node.input(1));
            return right.isPresent()
                    ? Optional.of(new Scaled(node.input(0), right.get()))
                    : arithmetic.scalar(node.input(0)).map(number -> new Scaled(node.input(1), number));
        }
        return Optional.empty();
    }

    private Optional<Way> way(String value, Set<List<String>> allowed) throws IOException {
        String at = value;
        double factor = 1;
        var steps = new ArrayList<String>();
        double[] shape = {};
        for (int step = 0; step < MAX_STEPS; step++) {
            // The change of shape behind a Gemm is the layer's only if another one follows.
            boolean splits = flow.maker(at, "Reshape").isPresent() && (steps.isEmpty() || !steps.getLast().equals("R"));
            Optional<OnnxParts.Linear> linear = splits ? Optional.empty() : parts.linear(at);
            if (linear.isPresent()) {
                boolean fits = allowed.contains(steps) && shape.length == 4;
                return fits
                        ? Optional.of(new Way(linear.get(), factor, known(shape[2]), known(shape[3])))
                        : Optional.empty();
            }
            Optional<OnnxNode> maker = flow.maker(at);
            if (maker.isEmpty()) {
                return Optional.empty();
            }
            OnnxNode node = maker.get();
            Optional<Scaled> scaled = scaled(node);
            if (scaled.isPresent()) {
                factor *= scaled.get().factor();
                at = scaled.get().input();
            } else if (node.is("Reshape")) {
                steps.add("R");
                shape = arithmetic.of(node.input(1)).orElse(new double[0]);
                at = node.input(0);
            } else if (node.is("Transpose")) {
                var axes = new StringBuilder();
                node.integers("perm").forEach(axes::append);
                steps.add(axes.toString());
                at = node.input(0);
            } else {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// 0 where the graph leaves it open.
    private static long known(double size) {
        return size > 0 ? (long) size : 0;
    }
}
