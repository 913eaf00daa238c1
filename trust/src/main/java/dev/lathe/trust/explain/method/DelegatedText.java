package dev.lathe.trust.explain.method;

import java.util.BitSet;
import java.util.List;

/// A text that answers as another one does, but for what a subclass answers otherwise.
abstract sealed class DelegatedText implements ExplainedText permits CountedText, RememberedText, MovedText {
    private final ExplainedText text;

    DelegatedText(ExplainedText text) {
        this.text = text;
    }

    @Override
    public List<Word> words() {
        return text.words();
    }

    @Override
    public int tokens() {
        return text.tokens();
    }

    @Override
    public Embedded embedded() {
        return text.embedded();
    }

    @Override
    public Embedded baseline(Baseline kind) {
        return text.baseline(kind);
    }

    @Override
    public List<Point> at(List<float[]> embeddings) {
        return text.at(embeddings);
    }

    @Override
    public double[] without(List<BitSet> absent) {
        return text.without(absent);
    }

    @Override
    public List<double[][]> attention() {
        return text.attention();
    }

    @Override
    public int[] readTokens() {
        return text.readTokens();
    }
}
