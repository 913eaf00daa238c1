package dev.lathe.train.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The text of a classification report, laid out as scikit-learn's: names right-aligned in a column as wide as the longest,
/// then four columns of nine characters, blank lines around the classes.
final class ReportTable {

    private static final int COLUMN = 9;
    private static final String BLANK = "";

    // A label is any text; in a table it is one line.
    private static final Pattern LINE_BREAKING = Pattern.compile("[\\p{Cc}\\x{2028}\\x{2029}]");

    private final ClassificationReport report;
    private final int digits;
    private final int nameWidth;
    private final StringBuilder text = new StringBuilder();

    ReportTable(ClassificationReport report, int digits) {
        this.report = report;
        this.digits = digits;
        this.nameWidth = Math.max(digits, Stream.concat(report.classes().stream(), Stream.of(report.weightedAverage()))
                .mapToInt(scores -> characters(scores.name())).max().orElseThrow());
    }

    @Override
    public String toString() {
        text.setLength(0);
        row(BLANK, "precision", "recall", "f1-score", "support");
        text.append('\n');
        report.classes().forEach(this::row);
        text.append('\n');
        row("accuracy", BLANK, BLANK, fixed(report.accuracy()), Long.toString(report.matrix().total()));
        row(report.macroAverage());
        row(report.weightedAverage());
        return text.toString();
    }

    private void row(ClassScores scores) {
        row(LINE_BREAKING.matcher(scores.name()).replaceAll("\uFFFD"), fixed(scores.precision()), fixed(scores.recall()), fixed(scores.f1()),
                Long.toString(scores.support()));
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

    /// Rounds the exact binary value half to even, as Python does: 0.03125 is 0.0312 there. `String.format` rounds the
    /// shortest decimal form half up and makes it 0.0313.
    private String fixed(double value) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }
}
