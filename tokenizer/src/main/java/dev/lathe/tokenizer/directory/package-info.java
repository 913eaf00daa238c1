/// A directory's tokenizer, of whatever kind.
///
/// Start with `Tokenizers.load`. Each kind is one line in `TokenizerKind`; only this room knows all of them.
@NullMarked
package dev.lathe.tokenizer.directory;

import org.jspecify.annotations.NullMarked;
