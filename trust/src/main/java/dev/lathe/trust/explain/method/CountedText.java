package dev.lathe.trust.explain.method;

import java.util.BitSet;
import java.util.List;

/// A text that counts what is asked of it.
final class CountedText extends DelegatedText {
    private long forward;
    private long backward;

    CountedText(ExplainedText text) {
        super(text);
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
    public List<Point> at(List<float[]> embeddings) {
        forward += embeddings.size();
        backward += embeddings.size();
        return super.at(embeddings);
    }

    @Override
    public double[] without(List<BitSet> absent) {
        forward += absent.size();
        return super.without(absent);
    }

    @Override
    public List<double[][]> attention() {
        forward++;
        return super.attention();
    }
}
