/// WordPiece tokenization exactly as BERT checkpoints expect it.
///
/// Depends on nothing else of Lathe. Start with `WordPieceTokenizer`, which is loaded from a model
/// directory and turns text into an `Encoding` and back; `BatchEncoder` fills arrays instead,
/// `WordPieceTrainer` learns a vocabulary. On the way `PieceReader` takes text past `AddedTokens` (special
/// tokens in it), `WordSplitter` (normalised words, by `CharacterRules`) and `PieceMatcher` (pieces, by
/// `Vocabulary`); `InputEncoder` cuts windows as the `Truncation` says. What Unicode says comes from a
/// table of our own, `CharacterTable`.
@NullMarked
package dev.lathe.tokenizer;

import org.jspecify.annotations.NullMarked;
