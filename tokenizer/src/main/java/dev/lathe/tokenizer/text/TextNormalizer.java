package dev.lathe.tokenizer.text;

/// Normalises a text without cutting it into words: what the reference's normaliser hands to its next step.
///
/// Only where added tokens are looked for in the normalised text does anyone need it as a whole; else the
/// [WordSplitter] does both steps at once. It belongs to one thread.
public final class TextNormalizer implements MarkSink {
    private final CharacterRules rules;
    private final MarkRun marks;
    private final NormalizedText normalized = new NormalizedText();

    public TextNormalizer(CharacterRules rules) {
        this.rules = rules;
        marks = new MarkRun(rules, this);
    }

    /// Reads `[from, to)` of the text. The result is valid until the next call.
    public NormalizedText normalize(String text, int from, int to) {
        normalized.clear();
        for (int at = from; at < to; ) {
            at = putCharacter(text, at, to);
        }
        return normalized;
    }

    /// @return where the next character starts
    private int putCharacter(String text, int at, int to) {
        int codePoint = CharacterRules.codePoint(text, at, to);
        int end = at + Character.charCount(codePoint);
        int record = rules.record(codePoint);
        if (rules.isCleanedSpace(record)) {
            normalized.append(' ', at, end);
            return end;
        }
        switch (rules.rule(record)) {
            case MARK -> {
                return marks.putMarks(text, at, to);
            }
            case MARKED_BASE -> {
                return marks.putMarkedBase(rules.mapping(record), text, at, end, to);
            }
            case LETTER -> {
                char letter = rules.letter(record);
                normalized.append(letter == 0 ? codePoint : letter, at, end);
            }
            case MAPPED -> putAll(rules.mapping(record), at, end);
            case PUNCTUATION, SPACE -> normalized.append(codePoint, at, end);
            case IDEOGRAPH -> putIdeograph(codePoint, rules.mapping(record), at, end);
            case HANGUL -> putSyllable(codePoint, at, end);
            case REMOVED, STRIPPED -> { }
        }
        return end;
    }

    @Override
    public void putLowered(int codePoint, int start, int end) {
        String lowered = rules.lowercase(codePoint);
        if (lowered.isEmpty()) {
            normalized.append(codePoint, start, end);
        } else {
            putAll(lowered, start, end);
        }
    }

    private void putAll(String mapped, int start, int end) {
        for (int i = 0; i < mapped.length(); i++) {
            normalized.append(mapped.charAt(i), start, end);
        }
    }

    private void putIdeograph(int codePoint, String mapped, int start, int end) {
        normalized.append(' ', start, end);
        if (mapped.isEmpty()) {
            normalized.append(codePoint, start, end);
        } else {
            putAll(mapped, start, end);
        }
        normalized.append(' ', start, end);
    }

    private void putSyllable(int syllable, int start, int end) {
        normalized.append(HangulSyllable.leading(syllable), start, end);
        normalized.append(HangulSyllable.vowel(syllable), start, end);
        if (HangulSyllable.hasTrailing(syllable)) {
            normalized.append(HangulSyllable.trailing(syllable), start, end);
        }
    }
}
