/// What every tokenizer is to those who use it: text in, token ids out and back.
///
/// Uses nothing else of Lathe. Start with `Tokenizer` and `Encoding`; `directory` loads one. A kind of tokenizer gives
/// a `PieceReader` and a `SpecialTokenTemplate`, of which `InputEncoder` makes encodings, cut as a `Truncation` says,
/// and `WindowedText`. The kinds stand in rooms of their own: `wordpiece`.
@NullMarked
package dev.lathe.tokenizer;

import org.jspecify.annotations.NullMarked;
