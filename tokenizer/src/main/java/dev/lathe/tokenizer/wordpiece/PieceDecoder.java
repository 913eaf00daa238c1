package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.AddedTokens;
import java.util.BitSet;

/// Ids back to text: pieces that start with `##` join the one before, a space goes before all others.
///
/// Cleaning up looks at one token with its space at a time, as the reference does, so it closes the gap
/// before full stops and commas, but joins "do n ' t" no further: the apostrophe is a token of its own.
final class PieceDecoder {
    /// What is replaced by what, one after another.
    private static final String[][] CLEAN_UP = {
        {" .", "."}, {" ?", "?"}, {" !", "!"}, {" ,", ","}, {" ' ", "'"}, {" n't", "n't"}, {" 'm", "'m"},
        {" do not", " don't"}, {" 's", "'s"}, {" 've", "'ve"}, {" 're", "'re"}};

    private final Vocabulary vocabulary;
    private final BitSet special = new BitSet();

    PieceDecoder(Vocabulary vocabulary, AddedTokens addedTokens) {
        this.vocabulary = vocabulary;
        addedTokens.all().stream().filter(AddedToken::special).forEach(token -> special.set(token.id()));
    }

    String decode(int[] ids, boolean skipSpecialTokens, DecodingForm form) {
        var text = new StringBuilder();
        boolean first = true;
        for (int id : ids) {
            String token = vocabulary.token(id);
            if (vocabulary.isAbsent(id) || skipSpecialTokens && special.get(id)) {
                continue;
            }
            text.append(switch (form) {
                case SPACED -> first ? token : " " + token;
                case JOINED -> first ? token : joined(token);
                case CLEANED_UP -> cleanedUp(first ? token : joined(token));
            });
            first = false;
        }
        return text.toString();
    }

    private static String joined(String token) {
        return token.startsWith(PieceMatcher.CONTINUATION)
                ? token.substring(PieceMatcher.CONTINUATION.length()) : " " + token;
    }

    private static String cleanedUp(String part) {
        String cleaned = part;
        for (String[] replacement : CLEAN_UP) {
            cleaned = cleaned.replace(replacement[0], replacement[1]);
        }
        return cleaned;
    }
}
