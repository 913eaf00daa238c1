package dev.lathe.trust.explain.method;

import java.util.BitSet;
import java.util.List;

/// A text that counts what is asked of it.
final class CountedText implements ExplainedText {
    private final ExplainedText text;
    private long forward;
    private long backward;

    CountedText(ExplainedText text) {
        this.text = text;
    }

    /// Passes of the model, one a text that was asked about.
    long forward() {
        return forward;
    }

    /// Those of them that went back too.
    long backward() {
        return backward;
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
        forward += embeddings.size();
        backward += embeddings.size();
        return text.at(embeddings);
    }

    @Override
    public double[] without(List<BitSet> absent) {
        forward += absent.size();
        return text.without(absent);
    }

    @Override
    public List<double[][]> attention() {
        forward++;
        return text.attention();
    }

    @Override
    public int[] readTokens() {
        return text.readTokens();
    }
}
