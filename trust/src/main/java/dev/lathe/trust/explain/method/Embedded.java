package dev.lathe.trust.explain.method;

/// The embeddings of a text before they are normalised, and the tables that they are summed of; each `[tokens,features]`.
///
/// No record: its components are arrays. Treat those as read-only.
public final class Embedded {
    private final float[] words;
    private final float[] positions;
    private final float[] types;
    private final float[] sum;

    /// @param words from the table of words
    /// @param positions from that of positions
    /// @param types from that of token types; zeros where a family has none
    public Embedded(float[] words, float[] positions, float[] types) {
        this.words = words;
        this.positions = positions;
        this.types = types;
        this.sum = new float[words.length];
        for (int i = 0; i < sum.length; i++) {
            // In the model's order, so that the sum has its bits.
            sum[i] = words[i] + types[i] + positions[i];
        }
    }

    /// What the model goes on with.
    public float[] sum() {
        return sum;
    }

    /// The share of each table.
    float[] of(Table table) {
        return switch (table) {
            case WORD -> words;
            case POSITION -> positions;
            case TYPE -> types;
        };
    }

    /// The tables.
    public enum Table { WORD, POSITION, TYPE }
}
