package dev.lathe.train.data.tags;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text into words where BERT's tokenizer does: at white space, around each punctuation mark and each ideograph.
final class TextWords {

    private TextWords() {
    }

    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean space = isSpace(c);
            if (space || standsAlone(c)) {
                add(words, text, start, i);
                add(words, text, space ? next : i, next);
                start = next;
            }
            i = next;
        }
        add(words, text, start, text.length());
        return words;
    }

    private static void add(List<String> words, String text, int start, int end) {
        if (start < end) {
            words.add(text.substring(start, end));
        }
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean standsAlone(int c) {
        // All ASCII that is neither letter nor digit counts as punctuation there, "$" and "+" too.
        boolean asciiSign = c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
        return asciiSign || Character.isIdeographic(c) || switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }
}
