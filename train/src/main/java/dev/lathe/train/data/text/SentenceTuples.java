package dev.lathe.train.data.text;

import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.DataRow;
import dev.lathe.train.data.rows.RowColumns;
import dev.lathe.train.data.rows.TableLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Reads the data of embedding models, by the columns that sentence-transformers' data sets have: `anchor` and `positive`; with
/// `negative` too; or `sentence1`, `sentence2` and `score`. The columns decide which it is; all rows are of one kind.
public final class SentenceTuples {

    private static final String ANCHOR = "anchor";
    private static final String POSITIVE = "positive";
    private static final String NEGATIVE = "negative";
    private static final String FIRST = "sentence1";
    private static final String SECOND = "sentence2";
    private static final String SCORE = "score";
    private static final RowColumns COLUMNS =
            new RowColumns(List.of(), List.of(ANCHOR, POSITIVE, NEGATIVE, FIRST, SECOND, SCORE));

    private SentenceTuples() {
    }

    /// Reads and checks a whole file.
    ///
    /// @param path the file; opened once and read from front to back
    /// @param format JSONL, CSV or TSV
    /// @param layout of the table
    /// @return the tuples, one or more, all of the first one's class
    /// @throws DataException at the first bad row, or if there is no row, no such file, or not a file
    /// @throws IOException if reading fails
    public static Dataset<SentenceTuple> read(Path path, DataFormat format, TableLayout layout) throws IOException {
        Dataset<SentenceTuple> tuples = Dataset.read(path, format, COLUMNS.withLayout(layout), SentenceTuples::tuple);
        requireOneKind(tuples);
        return tuples;
    }

    /// Checks that all tuples are of the first one's class, and their scores numbers.
    ///
    /// @throws DataException naming the first that is not
    public static void requireOneKind(Dataset<SentenceTuple> tuples) {
        SentenceTuple first = tuples.examples().getFirst();
        for (SentenceTuple tuple : tuples.examples()) {
            if (tuple.getClass() != first.getClass()) {
                throw tuple.source().error(kind(tuple) + ", but " + first.source().number() + " is " + kind(first));
            }
            if (tuple instanceof SentenceTuple.ScoredPair pair) {
                ScoredTexts.requireFinite(pair.source(), pair.score());
            }
        }
    }

    private static SentenceTuple tuple(DataRow row) {
        boolean anchored = row.has(ANCHOR);
        if (anchored == row.has(FIRST)) {
            throw row.source().error(anchored ? "both 'anchor' and 'sentence1'; a row is of one kind"
                    : "neither 'anchor' nor 'sentence1'; needs anchor and positive, those and negative,"
                            + " or sentence1, sentence2 and score");
        }
        if (!anchored) {
            return new SentenceTuple.ScoredPair(row.source(), row.text(FIRST), row.text(SECOND), row.number(SCORE));
        }
        return row.has(NEGATIVE)
                ? new SentenceTuple.Triplet(row.source(), row.text(ANCHOR), row.text(POSITIVE), row.text(NEGATIVE))
                : new SentenceTuple.Pair(row.source(), row.text(ANCHOR), row.text(POSITIVE));
    }

    private static String kind(SentenceTuple tuple) {
        return switch (tuple) {
            case SentenceTuple.Pair _ -> "a pair";
            case SentenceTuple.ScoredPair _ -> "a scored pair";
            case SentenceTuple.Triplet _ -> "a triplet";
        };
    }
}
