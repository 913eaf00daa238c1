package dev.lathe.trust.mask;

/// A text that may be looked at so often and no more: a regular expression that tries every way through it is stopped.
///
/// `java.util.regex` has no limit of its own, but asks for every character that it looks at.
final class BoundedText implements CharSequence {
    /// Looks at each character; the usual rules need fewer than ten each.
    private static final long LOOKS_A_CHARACTER = 500;
    private static final long LOOKS = 100_000;

    private final String text;
    private final int start;
    private final int end;
    private final Budget budget;

    private static final class Budget {
        private long left;

        Budget(long left) {
            this.left = left;
        }
    }

    /// The looks are used up.
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("looked at too often", null, false, false);
        }
    }

    BoundedText(String text) {
        this(text, 0, text.length(), new Budget(LOOKS + LOOKS_A_CHARACTER * text.length()));
    }

    private BoundedText(String text, int start, int end, Budget budget) {
        this.text = text;
        this.start = start;
        this.end = end;
        this.budget = budget;
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        if (--budget.left < 0) {
            throw new Exhausted();
        }
        return text.charAt(start + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new BoundedText(text, start + from, start + to, budget);
    }

    @Override
    public String toString() {
        return text.substring(start, end);
    }
}
