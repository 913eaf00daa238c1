package dev.lathe.tokenizer;

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

    String decode(int[] ids, boolean skipSpecialTokens, boolean cleanUp) {
        var text = new StringBuilder();
        boolean first = true;
        for (int id : ids) {
            String token = vocabulary.token(id);
            if (skipSpecialTokens && special.get(id)) {
                continue;
            }
            String part = first ? token : joined(token);
            text.append(cleanUp ? cleanedUp(part) : part);
            first = false;
        }
        return text.toString();
    }

    private static String joined(String token) {
        return token.startsWith(Vocabulary.CONTINUATION)
                ? token.substring(Vocabulary.CONTINUATION.length()) : " " + token;
    }

    private static String cleanedUp(String part) {
        String cleaned = part;
        for (String[] replacement : CLEAN_UP) {
            cleaned = cleaned.replace(replacement[0], replacement[1]);
        }
        return cleaned;
    }
}
