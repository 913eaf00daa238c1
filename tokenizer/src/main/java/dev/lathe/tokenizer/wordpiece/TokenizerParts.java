package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.file.VocabularyExtension;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.util.List;
import java.util.Optional;

/// All that makes a tokenizer, wherever it was read.
///
/// @param source      whom to name in messages
/// @param vocabulary  word pieces and added tokens
/// @param options     how text is normalised
/// @param addedTokens what is recognised in the text as a whole
/// @param truncation  what the file asks for
/// @param decoding    how ids become text
record TokenizerParts(
        String source,
        Vocabulary vocabulary,
        TokenizerOptions options,
        List<AddedToken> addedTokens,
        Optional<Truncation> truncation,
        DecodingForm decoding) {

    TokenizerParts withOptions(TokenizerOptions value) {
        return new TokenizerParts(source, vocabulary, value, addedTokens, truncation, decoding);
    }

    /// The same with other added tokens.
    ///
    /// @throws TokenizerException if a token holds half a surrogate pair
    TokenizerParts with(VocabularyExtension extension) {
        return new TokenizerParts(
                source, extension.vocabulary(), options, extension.tokens(), truncation, decoding);
    }
}
