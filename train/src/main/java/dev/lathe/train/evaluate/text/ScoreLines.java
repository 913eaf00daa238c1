package dev.lathe.train.evaluate.text;

/// A score a line: its name, then its value to four digits, all values in one column.
public final class ScoreLines {

    private static final int NAMES = 20;
    private static final int DIGITS = 4;

    private final StringBuilder text = new StringBuilder();

    public ScoreLines score(String name, double value) {
        return line(name, FixedPoint.of(value, DIGITS));
    }

    public ScoreLines count(String name, long value) {
        return line(name, Long.toString(value));
    }

    private ScoreLines line(String name, String value) {
        text.append(name).repeat(' ', Math.max(1, NAMES - name.length())).append(value).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
