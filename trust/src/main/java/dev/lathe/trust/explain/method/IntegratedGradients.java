package dev.lathe.trust.explain.method;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/// (xᵢ - bᵢ) · ∫₀¹ ∂f/∂xᵢ(b + a (x - b)) da, x the summed embeddings and b the [Baseline]'s. Scores sum to f(x) - f(b), up to the
/// error of the quadrature.
///
/// The sum of a token's embeddings is of three tables; a score is split by them as (wᵢ - bᵢ) · the same integral, w one table's.
///
/// Source: Sundararajan et al., 2017, equation 1.
///
/// @param rule how the integral is approximated
/// @param nodes values of the gradient, 2 or more
public record IntegratedGradients(Baseline baseline, Quadrature rule, int nodes) implements AttributionMethod {
    /// 52 passes forward and backward; `docs/explanation.md` has what is measured.
    public static final IntegratedGradients USUAL = new IntegratedGradients(Baseline.MASK, Quadrature.ADAPTIVE, 50);
    /// Below, there are too few values to look with.
    private static final int FEWEST_ADAPTIVE = 8;

    private static final int MOST_NODES = 1000;

    /// @throws IllegalArgumentException if there are fewer than 2 nodes, 8 of the adaptive rule, or more than 1000
    public IntegratedGradients {
        int fewest = rule == Quadrature.ADAPTIVE ? FEWEST_ADAPTIVE : 2;
        if (nodes < fewest || nodes > MOST_NODES) {
            throw new IllegalArgumentException("nodes %d: needs %d to %d".formatted(nodes, fewest, MOST_NODES));
        }
    }

    @Override
    public String name() {
        return "integrated-gradients";
    }

    @Override
    public boolean isSigned() {
        return true;
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public boolean isOfGradients() {
        return true;
    }

    @Override
    public Attribution attribute(ExplainedText text) {
        Embedded x = text.embedded();
        Embedded b = text.baseline(baseline);
        List<ExplainedText.Point> ends = text.at(List.of(b.sum(), x.sum()));
        int looks = rule == Quadrature.ADAPTIVE ? nodes / 4 : 0;
        Quadrature.Node[] places = looks == 0 ? rule.nodes(nodes) : peak(text, b.sum(), x.sum(), looks).nodes(nodes - looks);
        List<ExplainedText.Point> answers = along(text, b.sum(), x.sum(), places);
        var mean = new double[x.sum().length];
        for (int n = 0; n < places.length; n++) {
            float[] gradient = answers.get(n).gradient();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += places[n].weight() * gradient[i];
            }
        }
        var tables = new LinkedHashMap<Embedded.Table, double[]>();
        for (Embedded.Table table : Embedded.Table.values()) {
            tables.put(table, scores(mean, b.of(table), x.of(table), text.tokens()));
        }
        return Attribution.ofTokens(text, scores(mean, b.sum(), x.sum(), text.tokens()),
                ends.get(0).value(), ends.get(1).value()).withTables(text, tables);
    }

    private static List<ExplainedText.Point> along(ExplainedText text, float[] from, float[] to, Quadrature.Node[] places) {
        return text.at(Arrays.stream(places).map(place -> between(from, to, place.at())).toList());
    }

    private static Peak peak(ExplainedText text, float[] from, float[] to, int looks) {
        Quadrature.Node[] places = Quadrature.GAUSS_LEGENDRE.nodes(looks);
        double[] slopes = along(text, from, to, places).stream()
                .mapToDouble(point -> Arrays.stream(scores(doubles(point.gradient()), from, to, text.tokens())).sum()).toArray();
        return Peak.of(places, slopes);
    }

    private static double[] doubles(float[] values) {
        var doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static float[] between(float[] from, float[] to, double at) {
        var point = new float[from.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = (float) (from[i] + at * ((double) to[i] - from[i]));
        }
        return point;
    }

    private static double[] scores(double[] mean, float[] from, float[] to, int tokens) {
        var scores = new double[tokens];
        int features = mean.length / tokens;
        for (int i = 0; i < mean.length; i++) {
            scores[i / features] += mean[i] * ((double) to[i] - from[i]);
        }
        return scores;
    }
}
