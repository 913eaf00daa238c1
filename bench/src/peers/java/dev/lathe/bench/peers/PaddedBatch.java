package dev.lathe.bench.peers;

/// Sequences of unequal length as engines without packing take them: `rows` x `columns` with padding behind each sequence.
///
/// @param rows sequences
/// @param columns length of the longest sequence
/// @param inputIds token ids, row by row, 0 where padded
/// @param tokenTypeIds 0 or 1, row by row
/// @param lengths tokens of each row that are real
/// @param labels class of each row
record PaddedBatch(int rows, int columns, long[] inputIds, long[] tokenTypeIds, int[] lengths, long[] labels) {

    /// Whether some row is shorter than the batch is wide.
    boolean hasPadding() {
        return tokens() < rows * columns;
    }

    /// Real tokens.
    int tokens() {
        int tokens = 0;
        for (int length : lengths) {
            tokens += length;
        }
        return tokens;
    }

    /// The same sequences with more padding.
    PaddedBatch widened(int wider) {
        return new PaddedBatch(rows, wider, widened(inputIds, wider), widened(tokenTypeIds, wider), lengths, labels);
    }

    private long[] widened(long[] values, int wider) {
        var wide = new long[rows * wider];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * columns, wide, row * wider, columns);
        }
        return wide;
    }

    /// True where a token is real, row by row.
    boolean[] attentionMask() {
        var mask = new boolean[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < lengths[row]; column++) {
                mask[row * columns + column] = true;
            }
        }
        return mask;
    }
}
