package dev.lathe.trust.explain.method;

import java.util.Arrays;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/// How the integral from 0 to 1 is approximated by n values.
public enum Quadrature {
    /// At 0, 1/n, … (n-1)/n.
    LEFT,
    /// At 1/n, … 1.
    RIGHT,
    /// At 0, 1/(n-1), … 1, the ends with half the weight; error of order n⁻².
    TRAPEZOID,
    /// In the middle of n equal parts: Riemann's sum; error of order n⁻².
    MIDPOINT,
    /// At the roots of Legendre's polynomial: exact for polynomials up to degree 2 n - 1.
    GAUSS_LEGENDRE,
    /// As [#GAUSS_LEGENDRE] with a quarter of the values, which tell where the number changes; the others lie close there, see [Peak].
    ADAPTIVE;

    /// A place and how much its value counts; the weights of all sum to 1.
    public record Node(double at, double weight) {}

    /// @param n 2 or more
    Node[] nodes(int n) {
        var nodes = new Node[n];
        switch (this) {
            case LEFT -> Arrays.setAll(nodes, i -> new Node((double) i / n, 1.0 / n));
            case RIGHT -> Arrays.setAll(nodes, i -> new Node((i + 1.0) / n, 1.0 / n));
            case MIDPOINT -> Arrays.setAll(nodes, i -> new Node((i + 0.5) / n, 1.0 / n));
            case TRAPEZOID -> Arrays.setAll(nodes, i -> new Node(
                    i / (n - 1.0), (i == 0 || i == n - 1 ? 0.5 : 1) / (n - 1)));
            case GAUSS_LEGENDRE, ADAPTIVE -> {
                GaussIntegrator rule = new GaussIntegratorFactory().legendre(n, 0, 1);
                Arrays.setAll(nodes, i -> new Node(rule.getPoint(i), rule.getWeight(i)));
            }
        }
        return nodes;
    }
}
