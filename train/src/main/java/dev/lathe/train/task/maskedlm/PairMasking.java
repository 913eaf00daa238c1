package dev.lathe.train.task.maskedlm;

import dev.lathe.tensor.RandomKey;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.TokenizerInput;
import dev.lathe.tokenizer.Truncation;

/// Makes a pair with masked words of a segment, another one for each key.
///
/// @param maxLength tokens of a pair, special ones included
record PairMasking(Tokenizer tokenizer, int maxLength, Masking masking) {
    /// @param follows whether the second text follows the first
    record MaskedPair(MaskedText text, boolean follows) {}

    /// @param example its number among those of the same key
    MaskedPair apply(SentencePairs.Segment segment, RandomKey key, int example) {
        SentencePairs.Pair pair = segment.draw(key, example);
        var encoding = tokenizer.encode(new TokenizerInput.TextPair(pair.first(), pair.second()), Truncation.to(maxLength));
        return new MaskedPair(masking.apply(MaskableText.of(encoding, masking.wholeWords()), key, example), pair.follows());
    }
}
