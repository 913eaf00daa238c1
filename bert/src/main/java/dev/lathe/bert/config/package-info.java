/// What `config.json` says: sizes, activations, labels, the family of BERT's relatives, and how it is read and written.
///
/// Start with `ModelConfig`, which stands for the whole file, and `BertConfig`, the encoder's part of it.
@NullMarked
package dev.lathe.bert.config;

import org.jspecify.annotations.NullMarked;
