package dev.lathe.trust.explain.method;

import java.util.BitSet;
import java.util.List;

/// A text whose embeddings have moved a little; words cannot be left out of it.
final class MovedText extends DelegatedText {
    private final Embedded embedded;

    /// @param text that it was
    /// @param embedded where it is now
    private MovedText(ExplainedText text, Embedded embedded) {
        super(text);
        this.embedded = embedded;
    }

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
    public Embedded embedded() {
        return embedded;
    }

    @Override
    public double[] without(List<BitSet> absent) {
        throw new IllegalStateException("explain: words left out of embeddings that no text has");
    }
}
