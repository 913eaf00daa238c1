package dev.lathe.tokenizer;

import java.util.Arrays;
import java.util.List;

/// Encodes batch after batch into the same arrays: the tokens of all texts one after another, with
/// the special tokens around each, and where each text begins.
///
/// The arrays grow to the largest batch and then allocate nothing. They belong to the encoder: what they
/// hold is valid up to [#tokenCount] and until the next batch. One thread at a time may use it.
public final class BatchEncoder {
    private final PieceReader reader;
    private final TokenLayout layout;
    private int[] ids = new int[0];
    private int[] starts = new int[0];
    private int[] ends = new int[0];
    private int[] words = new int[0];
    private int[] sequenceStarts = new int[1];
    private int size;

    BatchEncoder(PieceReader reader, TokenLayout layout) {
        this.reader = reader;
        this.layout = layout;
    }

    /// Replaces the batch by these texts, the last tokens of each left out beyond `maxLength`.
    ///
    /// @param maxLength how many tokens a text may have, with the special ones
    /// @throws IllegalArgumentException if these alone are more
    public void encode(List<String> texts, int maxLength) {
        int room = Truncation.to(maxLength).keptOfSingle(Integer.MAX_VALUE, layout.special());
        if (sequenceStarts.length <= texts.size()) {
            sequenceStarts = new int[texts.size() + 1];
        }
        size = 0;
        for (int i = 0; i < texts.size(); i++) {
            int end = append(texts.get(i), room);
            sequenceStarts[++size] = end;
        }
    }

    /// @return where the tokens of the text end
    private int append(String text, int room) {
        PieceBuffer pieces = reader.read(text, room);
        int count = Math.min(pieces.size(), room);
        int at = sequenceStarts[size];
        int end = at + count + layout.special();
        if (end > ids.length) {
            grow(Math.max(end, 2 * ids.length));
        }
        int inside = putSpecial(0, at);
        pieces.copyTo(new Span(0, count), ids, starts, ends, words, inside);
        return putSpecial(1, inside + count);
    }

    private int putSpecial(int group, int at) {
        int end = layout.putSpecial(group, at, ids, words);
        Arrays.fill(starts, at, end, 0);
        Arrays.fill(ends, at, end, 0);
        return end;
    }

    private void grow(int capacity) {
        ids = Arrays.copyOf(ids, capacity);
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        words = Arrays.copyOf(words, capacity);
    }

    /// How many texts the batch has.
    public int size() {
        return size;
    }

    /// How many tokens all texts have together.
    public int tokenCount() {
        return sequenceStarts[size];
    }

    /// Where the tokens of each text begin, and behind the last text where they end.
    public int[] sequenceStarts() {
        return sequenceStarts;
    }

    /// The ids.
    public int[] ids() {
        return ids;
    }

    /// Where the text of each token starts, as in [Encoding#start].
    public int[] starts() {
        return starts;
    }

    /// Where the text of each token ends, as in [Encoding#end].
    public int[] ends() {
        return ends;
    }

    /// The word of each token, as in [Encoding#wordId].
    public int[] wordIds() {
        return words;
    }
}
