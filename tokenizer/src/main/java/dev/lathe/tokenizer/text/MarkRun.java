package dev.lathe.tokenizer.text;

import java.util.Arrays;

/// Marks that follow one another, put into canonical order, accents taken out.
///
/// The reference's alignment after reordering goes by position: the n-th mark of the ordered run that
/// replaces a character of the text lies where the n-th character of the run lay, whichever that was;
/// a mark that was added by a decomposition lies with the one before it.
final class MarkRun {
    private final CharacterRules rules;
    private final MarkSink sink;
    private int[] marks = new int[8];
    private boolean[] added = new boolean[8];
    private int size;
    private int[] starts = new int[8];
    private int[] ends = new int[8];
    private int sources;
    private final int[] next = new int[Byte.MAX_VALUE + 2];
    private int[] sortedMarks = new int[8];
    private boolean[] sortedAdded = new boolean[8];

    MarkRun(CharacterRules rules, MarkSink sink) {
        this.rules = rules;
        this.sink = sink;
    }

    /// Puts the parts of a base and the marks behind it.
    ///
    /// @param parts its decomposition
    /// @return where the next character starts
    int putMarkedBase(String parts, String text, int start, int end, int to) {
        clear();
        for (int i = 0; i < parts.length(); ) {
            int part = parts.codePointAt(i);
            i += Character.charCount(part);
            if (rules.order(part) > 0) {
                addMark(part, true);
            } else if (!rules.isStripped(part)) {
                sink.putLowered(part, start, end);
            }
        }
        return putRun(text, start, end, end, to);
    }

    /// Puts the marks that start at `at`.
    ///
    /// @return where the next character starts
    int putMarks(String text, int at, int to) {
        clear();
        return putRun(text, at, at, at, to);
    }

    /// Gathers the marks from `at` on, over removed characters, and puts them in order.
    private int putRun(String text, int baseStart, int baseEnd, int at, int to) {
        while (at < to) {
            int codePoint = CharacterRules.codePoint(text, at, to);
            int end = at + Character.charCount(codePoint);
            int record = rules.record(codePoint);
            CharacterRule rule = rules.rule(record);
            if (rule == CharacterRule.MARK) {
                addSource(at, end);
                addMarks(codePoint, rules.mapping(record));
            } else if (rule != CharacterRule.REMOVED) {
                break;
            }
            at = end;
        }
        put(baseStart, baseEnd);
        return at;
    }

    private void addMarks(int codePoint, String parts) {
        if (parts.isEmpty()) {
            addMark(codePoint, false);
        }
        for (int i = 0; i < parts.length(); ) {
            int part = parts.codePointAt(i);
            addMark(part, i > 0);
            i += Character.charCount(part);
        }
    }

    private void clear() {
        size = 0;
        sources = 0;
    }

    /// Notes a character of the text that is in the run with its first mark.
    private void addSource(int start, int end) {
        if (sources == starts.length) {
            starts = Arrays.copyOf(starts, 2 * sources);
            ends = Arrays.copyOf(ends, 2 * sources);
        }
        starts[sources] = start;
        ends[sources++] = end;
    }

    /// @param isAdded whether a decomposition put the mark after another character
    private void addMark(int mark, boolean isAdded) {
        if (size == marks.length) {
            marks = Arrays.copyOf(marks, 2 * size);
            added = Arrays.copyOf(added, 2 * size);
        }
        marks[size] = mark;
        added[size++] = isAdded;
    }

    /// Puts what is left of the run, aligned to `[baseStart, baseEnd)` before the first source.
    private void put(int baseStart, int baseEnd) {
        if (!anyStays()) {
            return;
        }
        sort();
        int source = -1;
        for (int i = 0; i < size; i++) {
            if (!added[i]) {
                source++;
            }
            if (!rules.isStripped(marks[i])) {
                int start = source < 0 ? baseStart : starts[source];
                int end = source < 0 ? baseEnd : ends[source];
                sink.putLowered(marks[i], start, end);
            }
        }
    }

    private boolean anyStays() {
        for (int i = 0; i < size; i++) {
            if (!rules.isStripped(marks[i])) {
                return true;
            }
        }
        return false;
    }

    /// Stable and by counting: a hostile text may be one long run, so nothing quadratic here.
    private void sort() {
        Arrays.fill(next, 0);
        if (sortedMarks.length < marks.length) {
            sortedMarks = new int[marks.length];
            sortedAdded = new boolean[marks.length];
        }
        for (int i = 0; i < size; i++) {
            next[rules.order(marks[i]) + 1]++;
        }
        for (int rank = 1; rank < next.length; rank++) {
            next[rank] += next[rank - 1];
        }
        for (int i = 0; i < size; i++) {
            int at = next[rules.order(marks[i])]++;
            sortedMarks[at] = marks[i];
            sortedAdded[at] = added[i];
        }
        System.arraycopy(sortedMarks, 0, marks, 0, size);
        System.arraycopy(sortedAdded, 0, added, 0, size);
    }
}
