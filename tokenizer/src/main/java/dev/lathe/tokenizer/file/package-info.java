/// What the files of all kinds of tokenizers have in common: JSON, added tokens, the template, truncation.
///
/// For kinds of tokenizers, not for their users. Start with `JsonSection`, which reads and names each problem by its
/// place, and `TokenDeclarations`, which says where tokens may be declared; JSON itself is read and written by `dev.lathe.json`.
@NullMarked
package dev.lathe.tokenizer.file;

import org.jspecify.annotations.NullMarked;
