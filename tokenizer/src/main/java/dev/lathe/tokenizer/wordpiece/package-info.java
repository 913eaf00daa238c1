/// WordPiece tokenization exactly as BERT checkpoints expect it.
///
/// Start with `WordPieceTokenizer`, which is loaded from a model directory; `WordPieceTrainer` learns a vocabulary. On
/// the way `WordPieceReader` takes text past added tokens and `WordSplitter` to `PieceMatcher`, which spells words.
/// `TokenizerDirectory` knows which file has the last word on what.
@NullMarked
package dev.lathe.tokenizer.wordpiece;

import org.jspecify.annotations.NullMarked;
