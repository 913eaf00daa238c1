package dev.lathe.bench.peers;

import java.util.Arrays;

/// Token sequences from integer arithmetic, shaped like short reviews: `[CLS] words [SEP]`, each with one word that tells its
/// class. Ids are of the uncased BERT vocabulary.
///
/// Example `e` (0, 1, 2, …):
///
/// ```
/// length = 6 + (7 * e) mod 19                                     6 to 24 tokens
/// label  = bitCount(e) mod 2
/// id[0] = 101, id[length-1] = 102
/// id[t] = 2000 + (7919 * e + 104729 * t + 31 * e * t) mod 27000   for the words 1 <= t <= length-2
/// id[1 + e mod (length-2)] = label == 1 ? 2307 : 6659             "great", "terrible"
/// ```
final class FormulaBatches {

    static final int CLS = 101;
    static final int SEP = 102;
    private static final int GREAT = 2307;
    private static final int TERRIBLE = 6659;

    private FormulaBatches() {}

    /// The examples from `first` on, `rows` of them, padded to the longest.
    static PaddedBatch reviews(int first, int rows) {
        var lengths = new int[rows];
        Arrays.setAll(lengths, row -> length(first + row));
        int columns = Arrays.stream(lengths).max().orElseThrow();
        var ids = new long[rows * columns];
        var labels = new long[rows];
        for (int row = 0; row < rows; row++) {
            int example = first + row;
            labels[row] = label(example);
            fill(ids, row * columns, example, lengths[row]);
            ids[row * columns + 1 + example % (lengths[row] - 2)] = labels[row] == 1 ? GREAT : TERRIBLE;
        }
        return new PaddedBatch(rows, columns, ids, new long[rows * columns], lengths, labels);
    }

    /// `rows` sequences of `columns` tokens each, by the same formula but for their length and without the telling word.
    static PaddedBatch fullLength(int rows, int columns) {
        var ids = new long[rows * columns];
        var labels = new long[rows];
        var lengths = new int[rows];
        Arrays.fill(lengths, columns);
        for (int row = 0; row < rows; row++) {
            labels[row] = label(row);
            fill(ids, row * columns, row, columns);
        }
        return new PaddedBatch(rows, columns, ids, new long[rows * columns], lengths, labels);
    }

    private static int length(int example) {
        return 6 + 7 * example % 19;
    }

    private static int label(int example) {
        return Integer.bitCount(example) % 2;
    }

    private static void fill(long[] ids, int start, int example, int length) {
        ids[start] = CLS;
        for (int t = 1; t < length - 1; t++) {
            ids[start + t] = 2000 + (7919L * example + 104729L * t + 31L * example * t) % 27000;
        }
        ids[start + length - 1] = SEP;
    }
}
