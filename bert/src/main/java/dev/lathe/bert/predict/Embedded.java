package dev.lathe.bert.predict;

/// A text's vector, and how much of the text is in it.
///
/// No record: its vector is an array.
public final class Embedded {
    private final float[] vector;
    private final int tokens;

    Embedded(float[] vector, int tokens) {
        this.vector = vector;
        this.tokens = tokens;
    }

    /// As [TextEmbedder#embed] gives it; the caller's own.
    public float[] vector() {
        return vector;
    }

    /// Tokens that the model has read, special ones included: what [TextEmbedder#countTokens] says.
    public int tokens() {
        return tokens;
    }
}
