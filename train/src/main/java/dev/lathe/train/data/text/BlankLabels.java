package dev.lathe.train.data.text;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.SourceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The rows of a file that have a blank label: all are told of at once, not one after each mended one.
final class BlankLabels {
    private static final int SHOWN = 5;

    private final List<SourceLine> first = new ArrayList<>();
    private long rows;

    /// @return the label, or what stands for one until [#refuse]
    String noted(String label, SourceLine source) {
        if (!label.isBlank()) {
            return label;
        }
        rows++;
        if (first.size() < SHOWN) {
            first.add(source);
        }
        return TextExample.UNLABELLED;
    }

    /// @throws DataException if there was one
    void refuse() {
        if (rows == 1) {
            throw first.getFirst().error("the label is blank");
        }
        if (rows > 1) {
            String lines = first.stream().map(row -> Long.toString(row.line())).collect(Collectors.joining(", "));
            String more = rows > SHOWN ? " and " + (rows - SHOWN) + " more" : "";
            throw new DataException("%s: the label is blank in %d rows: lines %s%s; label them or take them out".formatted(
                    first.getFirst().file(), rows, lines, more));
        }
    }
}
