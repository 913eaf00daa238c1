package dev.lathe.trust.explain.method;

import java.util.BitSet;
import java.util.List;

/// A text of one word, whose number is arctan((e - at) / width); e is 1, or 0 without the word.
record PeakedText(double at, double width) implements ExplainedText {
    @Override
    public List<Word> words() {
        return List.of(new Word(0, "word", 0, 4, 0, 1));
    }

    @Override
    public int tokens() {
        return 1;
    }

    @Override
    public Embedded embedded() {
        return new Embedded(new float[] {1}, new float[1], new float[1]);
    }

    @Override
    public Embedded baseline(Baseline kind) {
        return new Embedded(new float[1], new float[1], new float[1]);
    }

    @Override
    public List<Point> at(List<float[]> places) {
        return places.stream().map(e -> new Point(value(e[0]), new float[] {slope(e[0])})).toList();
    }

    private double value(double e) {
        return Math.atan((e - at) / width);
    }

    private float slope(double e) {
        double x = (e - at) / width;
        return (float) (1 / (width * (1 + x * x)));
    }

    @Override
    public double[] without(List<BitSet> absent) {
        return absent.stream().mapToDouble(gone -> value(gone.isEmpty() ? 1 : 0)).toArray();
    }

    @Override
    public List<double[][]> attention() {
        return List.<double[][]>of(new double[][] {{1}});
    }

    @Override
    public int[] readTokens() {
        return new int[] {0};
    }
}
