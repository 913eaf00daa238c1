package dev.lathe.trust.explain.method;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A text of one feature a token and one token a word, whose number is c + Σ wᵢ eᵢ + q Σ eᵢ eᵢ₊₁ + r Σ eᵢ⁶: known by hand. A word that is left out is 0.
record PolynomialText(float[] embeddings, double[] weights, double constant, double pairs, double sixth) implements ExplainedText {
    static PolynomialText linear(float[] embeddings, double... weights) {
        return new PolynomialText(embeddings, weights, 0.5, 0, 0);
    }

    @Override
    public List<Word> words() {
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < embeddings.length; i++) {
            words.add(new Word(0, "w" + i, 3 * i, 3 * i + 2, i, i + 1));
        }
        return words;
    }

    @Override
    public int tokens() {
        return embeddings.length;
    }

    @Override
    public Embedded embedded() {
        return new Embedded(embeddings, new float[embeddings.length], new float[embeddings.length]);
    }

    @Override
    public Embedded baseline(Baseline kind) {
        var zeros = new float[embeddings.length];
        return new Embedded(zeros, zeros, zeros);
    }

    @Override
    public List<Point> at(List<float[]> places) {
        return places.stream().map(this::point).toList();
    }

    private Point point(float[] e) {
        var gradient = new float[e.length];
        for (int i = 0; i < e.length; i++) {
            double neighbours = (i > 0 ? e[i - 1] : 0) + (i + 1 < e.length ? e[i + 1] : 0);
            gradient[i] = (float) (weights[i] + pairs * neighbours + 6 * sixth * Math.pow(e[i], 5));
        }
        return new Point(value(e), gradient);
    }

    private double value(float[] e) {
        double value = constant;
        for (int i = 0; i < e.length; i++) {
            value += weights[i] * e[i] + sixth * Math.pow(e[i], 6) + (i + 1 < e.length ? pairs * e[i] * e[i + 1] : 0);
        }
        return value;
    }

    @Override
    public double[] without(List<BitSet> absent) {
        return absent.stream().mapToDouble(gone -> {
            float[] e = embeddings.clone();
            gone.stream().forEach(i -> e[i] = 0);
            return value(e);
        }).toArray();
    }

    @Override
    public List<double[][]> attention() {
        return List.of(new double[][] {{0.5, 0.5}, {0, 1}}, new double[][] {{0.2, 0.8}, {1, 0}});
    }

    @Override
    public int[] readTokens() {
        return new int[] {0};
    }
}
