package dev.lathe.trust.explain.method;

import java.util.ArrayList;
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
    /// 34 passes forward and backward; `docs/explanation.md` has what is measured.
    public static final IntegratedGradients USUAL = new IntegratedGradients(Baseline.MASK, Quadrature.GAUSS_LEGENDRE, 32);

    private static final int MOST_NODES = 1000;

    /// @throws IllegalArgumentException if there are fewer than 2 nodes, or more than 1000
    public IntegratedGradients {
        if (nodes < 2 || nodes > MOST_NODES) {
            throw new IllegalArgumentException("nodes %d: needs 2 to %d".formatted(nodes, MOST_NODES));
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
        Quadrature.Node[] places = rule.nodes(nodes);
        var points = new ArrayList<float[]>();
        points.add(b.sum());
        points.add(x.sum());
        for (Quadrature.Node place : places) {
            points.add(between(b.sum(), x.sum(), place.at()));
        }
        List<ExplainedText.Point> answers = text.at(points);
        var mean = new double[x.sum().length];
        for (int n = 0; n < nodes; n++) {
            float[] gradient = answers.get(n + 2).gradient();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += places[n].weight() * gradient[i];
            }
        }
        var tables = new LinkedHashMap<Embedded.Table, double[]>();
        for (Embedded.Table table : Embedded.Table.values()) {
            tables.put(table, scores(mean, b.of(table), x.of(table), text.tokens()));
        }
        return Attribution.ofTokens(text, scores(mean, b.sum(), x.sum(), text.tokens()),
                answers.get(0).value(), answers.get(1).value()).withTables(text, tables);
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
