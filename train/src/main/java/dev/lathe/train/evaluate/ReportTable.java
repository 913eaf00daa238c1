package dev.lathe.train.evaluate;

import dev.lathe.train.evaluate.score.ClassScores;
import dev.lathe.train.evaluate.text.FixedPoint;
import java.util.List;
import java.util.regex.Pattern;

/// The text of a report with a row a class, laid out as scikit-learn's and seqeval's: names right-aligned in a column as
/// wide as the longest, then four columns of nine characters, blank lines around the classes, averages below.
final class ReportTable {

    private static final int COLUMN = 9;
    private static final int LONGEST_AVERAGE = "weighted avg".length();
    private static final String BLANK = "";

    // A label is any text; in a table it is one line.
    private static final Pattern LINE_BREAKING = Pattern.compile("[\\p{Cc}\\x{2028}\\x{2029}]");

    private final int digits;
    private final int nameWidth;
    private final StringBuilder text = new StringBuilder();

    ReportTable(List<ClassScores> classes, int digits) {
        this.digits = digits;
        this.nameWidth = Math.max(Math.max(digits, LONGEST_AVERAGE),
                classes.stream().mapToInt(scores -> characters(scores.name())).max().orElse(0));
        row(BLANK, "precision", "recall", "f1-score", "support");
        text.append('\n');
        classes.forEach(this::row);
        text.append('\n');
    }

    ReportTable accuracy(double accuracy, long examples) {
        row("accuracy", BLANK, BLANK, FixedPoint.of(accuracy, digits), Long.toString(examples));
        return this;
    }

    ReportTable row(ClassScores scores) {
        row(LINE_BREAKING.matcher(scores.name()).replaceAll("\uFFFD"), FixedPoint.of(scores.precision(), digits),
                FixedPoint.of(scores.recall(), digits), FixedPoint.of(scores.f1(), digits), Long.toString(scores.support()));
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void row(String name, String... cells) {
        cell(name, nameWidth);
        text.append(' ');
        for (String cell : cells) {
            text.append(' ');
            cell(cell, COLUMN);
        }
        text.append('\n');
    }

    private void cell(String content, int width) {
        text.repeat(' ', Math.max(0, width - characters(content))).append(content);
    }

    /// Python counts code points where Java counts UTF-16 units.
    private static int characters(String name) {
        return name.codePointCount(0, name.length());
    }
}
