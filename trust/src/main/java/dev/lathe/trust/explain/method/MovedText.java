package dev.lathe.trust.explain.method;

import java.util.BitSet;
import java.util.List;

/// A text whose embeddings have moved a little; words cannot be left out of it.
///
/// @param text that it was
/// @param embedded where it is now
record MovedText(ExplainedText text, Embedded embedded) implements ExplainedText {
    /// Moved in a random direction.
    ///
    /// @param radius how far, as a share of the embeddings' length
    static MovedText of(ExplainedText text, double radius, long seed, int sample) {
        Embedded x = text.embedded();
        float[] words = x.of(Embedded.Table.WORD);
        float[] direction = SmoothGrad.disturbed(new float[words.length], 1, seed, sample);
        double scale = radius * length(x.sum()) / length(direction);
        var moved = new float[words.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (words[i] + scale * direction[i]);
        }
        return new MovedText(text, new Embedded(moved, x.of(Embedded.Table.POSITION), x.of(Embedded.Table.TYPE)));
    }

    private static double length(float[] values) {
        return Saliency.lengths(values, 1)[0];
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
    public Embedded baseline(Baseline kind) {
        return text.baseline(kind);
    }

    @Override
    public List<Point> at(List<float[]> embeddings) {
        return text.at(embeddings);
    }

    @Override
    public double[] without(List<BitSet> absent) {
        throw new IllegalStateException("explain: words left out of embeddings that no text has");
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
