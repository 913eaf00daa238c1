package dev.lathe.trust.explain.method;

import java.util.BitSet;
import java.util.List;

/// A number that a model computes of one text: what is explained. It depends on the embeddings, along which it has a gradient, and on
/// which words are there.
public interface ExplainedText {
    /// The words, in their order, one or more; special tokens are in none.
    List<Word> words();

    /// Tokens, special ones included.
    int tokens();

    /// Of the text as it is.
    Embedded embedded();

    /// Of a text that says nothing.
    Embedded baseline(Baseline kind);

    /// The number at given embeddings, and its gradient there.
    ///
    /// @param embeddings each `[tokens,features]`
    List<Point> at(List<float[]> embeddings);

    /// The number with words left out, each of whose tokens is the mask.
    ///
    /// @param absent for each answer the words that are left out, by their numbers
    double[] without(List<BitSet> absent);

    /// Each layer's attention, the mean over heads: of `[tokens][tokens]` row i is how token i looks at all.
    List<double[][]> attention();

    /// The tokens whose states the number is computed of.
    int[] readTokens();

    /// A value and its gradient. No record, as arrays are not compared by value.
    final class Point {
        private final double value;
        private final float[] gradient;

        public Point(double value, float[] gradient) {
            this.value = value;
            this.gradient = gradient;
        }

        public double value() {
            return value;
        }

        /// `[tokens,features]`; to be read only.
        public float[] gradient() {
            return gradient;
        }
    }
}
