/// WordPiece tokenization exactly as BERT checkpoints expect it.
///
/// Depends on nothing else of Lathe. Start with `WordPieceTokenizer`.
@NullMarked
package dev.lathe.tokenizer;

import org.jspecify.annotations.NullMarked;
