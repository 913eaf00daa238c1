package dev.lathe.train.data.text;

import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.LabelList;
import dev.lathe.train.data.rows.RowColumns;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.rows.TextColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads texts with several labels each: a list in JSONL; in CSV and TSV one field, with separators or a list as JSON or Python write it.
///
/// A list may also hold a one or zero for each label: `[1,0,1]`. It is read so if it has reals or booleans, or a number twice; and
/// if all rows of the file are lists of as many ones and zeros, two or more: as names of labels, they would say the same of every
/// text. All rows then must be such lists. The labels are called by their places, from 0.
public final class MultiLabelTexts {

    private MultiLabelTexts() {
    }

    /// Reads and checks a whole file.
    ///
    /// @param path the file; opened once and read from front to back
    /// @param format JSONL, CSV or TSV
    /// @param columns which columns hold what; the label column, usually `labels`, holds the list, and is ignored if not
    /// [TextColumns#labelled]
    /// @param separator what parts labels in a field of CSV or TSV; spaces around labels don't count
    /// @return the texts, one or more
    /// @throws DataException at the first bad row, or if there is no row, no such file, or not a file
    /// @throws IOException if reading fails
    public static Dataset<MultiLabelExample> read(Path path, DataFormat format, TextColumns columns, char separator)
            throws IOException {
        RowColumns wanted = RowColumns.of(columns).withSeparator(separator);
        return Dataset.read(path, (file, in) -> examples(format.rows(file, wanted, row -> new LabelledText(
                row.source(), row.text(columns.text()), TextDataset.pair(row, columns),
                columns.labelled() ? row.labels(columns.label()) : LabelList.ofNames(List.of()))).read(file, in)));
    }

    private record LabelledText(SourceLine source, String text, @Nullable String textPair, LabelList labels) {
        MultiLabelExample named() {
            return new MultiLabelExample(source, text, textPair, labels.items());
        }

        MultiLabelExample decided() {
            List<String> has = new ArrayList<>();
            for (int label = 0; label < labels.items().size(); label++) {
                if (labels.items().get(label).equals("1")) {
                    has.add(Integer.toString(label));
                }
            }
            return new MultiLabelExample(source, text, textPair, has, labels.items().size());
        }
    }

    private static List<MultiLabelExample> examples(List<LabelledText> rows) {
        Optional<LabelledText> certain =
                rows.stream().filter(row -> row.labels().isDecided()).findFirst();
        if (rows.isEmpty()) {
            return List.of();
        }
        LabelledText model = certain.orElse(rows.getFirst());
        Optional<LabelledText> odd = rows.stream().filter(row -> row.labels().form() == LabelList.Form.NAMES
                || row.labels().items().size() != model.labels().items().size()).findFirst();
        if (certain.isPresent() && odd.isPresent()) {
            throw odd.get().source().error("the labels are no list of %d ones and zeros, as those of line %d are".formatted(
                    model.labels().items().size(), model.source().line()));
        }
        boolean decided = certain.isPresent() || odd.isEmpty() && model.labels().items().size() > 1;
        return rows.stream().map(row -> decided ? row.decided() : row.named()).toList();
    }
}
