/// BERT's way with text: characters normalised, words split, added tokens found as they stand.
///
/// For kinds of tokenizers, not for their users, who need `TokenizerOptions` alone. Start with `WordSplitter`, which
/// goes by `CharacterRules`; `TokenScanner` goes from one of the `AddedTokens` to the next. What Unicode says comes
/// from a table of our own, `CharacterTable`.
@NullMarked
package dev.lathe.tokenizer.text;

import org.jspecify.annotations.NullMarked;
