package dev.lathe.bert.predict.open;

import dev.lathe.bert.encoder.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Cuts many texts into batches of similar length, for even work and little memory.
public final class PackedBatches {
    /// Tokens of a batch: enough for the matrix product to run at full speed.
    static final int TOKENS = 2048;

    private PackedBatches() {}

    /// Positions in `texts`, longest texts first, in lists of at most 2,048 tokens or one text.
    public static List<int[]> of(List<TokenSequence> texts) {
        int[] order = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> texts.get(i).size()).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        var batches = new ArrayList<int[]>();
        int start = 0;
        int tokens = 0;
        for (int i = 0; i < order.length; i++) {
            int size = texts.get(order[i]).size();
            if (i > start && tokens + size > TOKENS) {
                batches.add(Arrays.copyOfRange(order, start, i));
                start = i;
                tokens = 0;
            }
            tokens += size;
        }
        if (start < order.length) {
            batches.add(Arrays.copyOfRange(order, start, order.length));
        }
        return batches;
    }
}
