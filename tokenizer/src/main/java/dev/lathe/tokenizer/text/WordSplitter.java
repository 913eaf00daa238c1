package dev.lathe.tokenizer.text;

/// Normalises a text and cuts it into words in one pass; each word goes to the [WordSink] as it ends.
///
/// One splitter serves one thread. An unpaired surrogate is read as U+FFFD.
public final class WordSplitter implements MarkSink {
    private final CharacterRules rules;
    private final WordSink sink;
    private final WordBuffer word;
    private final MarkRun marks;

    public WordSplitter(CharacterRules rules, WordSink sink, int maxInputCharsPerWord) {
        this.rules = rules;
        this.sink = sink;
        word = new WordBuffer(maxInputCharsPerWord);
        marks = new MarkRun(rules, this);
    }

    /// Reads `[from, to)` of the text; stops early once the sink has `limit` pieces.
    public void split(String text, int from, int to, int limit) {
        for (int at = from; at < to && sink.size() < limit; ) {
            char c = text.charAt(at);
            if (c < 0x80) {
                putAscii(c, at++);
            } else {
                at = putCharacter(text, at, to);
            }
        }
        endWord();
    }

    /// Reads `[from, to)` of a text that is normalised already; stops early once the sink has `limit` pieces.
    public void split(NormalizedText text, int from, int to, int limit) {
        for (int at = from; at < to && sink.size() < limit; ) {
            int codePoint = Character.codePointAt(text, at);
            put(codePoint, text.startOf(at), text.endOf(at + 1));
            at += Character.charCount(codePoint);
        }
        endWord();
    }

    private void putAscii(char c, int at) {
        byte rule = rules.ascii(c);
        if (rule >= 0) {
            word.append((char) rule, at, at + 1);
        } else if (rule == CharacterRules.ASCII_SPACE) {
            endWord();
        } else if (rule == CharacterRules.ASCII_PUNCTUATION) {
            putAlone(c, at, at + 1);
        }
    }

    /// @return where the next character starts
    private int putCharacter(String text, int at, int to) {
        int codePoint = CharacterRules.codePoint(text, at, to);
        int end = at + Character.charCount(codePoint);
        int record = rules.record(codePoint);
        switch (rules.rule(record)) {
            case MARK -> {
                return marks.putMarks(text, at, to);
            }
            case MARKED_BASE -> {
                return marks.putMarkedBase(rules.mapping(record), text, at, end, to);
            }
            case LETTER -> {
                char letter = rules.letter(record);
                word.append(letter == 0 ? codePoint : letter, at, end);
            }
            case MAPPED -> putAll(rules.mapping(record), at, end);
            case PUNCTUATION -> putAlone(codePoint, at, end);
            case SPACE -> endWord();
            case IDEOGRAPH -> putIdeograph(codePoint, rules.mapping(record), at, end);
            case HANGUL -> putSyllable(codePoint, at, end);
            case REMOVED, STRIPPED -> { }
        }
        return end;
    }

    /// Puts a character as the last step, lower-casing, leaves it.
    @Override
    public void putLowered(int codePoint, int start, int end) {
        String lowered = rules.lowercase(codePoint);
        if (lowered.isEmpty()) {
            put(codePoint, start, end);
        } else {
            putAll(lowered, start, end);
        }
    }

    /// Puts the characters of a mapping, each of which may be a letter, a space or punctuation.
    void putAll(String mapped, int start, int end) {
        for (int i = 0; i < mapped.length(); ) {
            int codePoint = mapped.codePointAt(i);
            i += Character.charCount(codePoint);
            put(codePoint, start, end);
        }
    }

    private void put(int codePoint, int start, int end) {
        switch (rules.ruleOfResult(codePoint)) {
            case SPACE -> endWord();
            case PUNCTUATION -> putAlone(codePoint, start, end);
            default -> word.append(codePoint, start, end);
        }
    }

    private void putAlone(int codePoint, int start, int end) {
        endWord();
        word.append(codePoint, start, end);
        endWord();
    }

    private void putIdeograph(int codePoint, String mapped, int start, int end) {
        endWord();
        if (mapped.isEmpty()) {
            word.append(codePoint, start, end);
        } else {
            putAll(mapped, start, end);
        }
        endWord();
    }

    private void putSyllable(int syllable, int start, int end) {
        word.append(HangulSyllable.leading(syllable), start, end);
        word.append(HangulSyllable.vowel(syllable), start, end);
        if (HangulSyllable.hasTrailing(syllable)) {
            word.append(HangulSyllable.trailing(syllable), start, end);
        }
    }

    private void endWord() {
        if (!word.isEmpty()) {
            sink.put(word);
            word.clear();
        }
    }
}
