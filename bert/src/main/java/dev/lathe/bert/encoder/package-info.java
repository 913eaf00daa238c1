/// BERT in the words of its paper: embeddings, self-attention, layers, and the packed tokens that they read. Its relatives are made
/// of the same layers.
///
/// Start with `BertModel` and `TokenBatch`.
@NullMarked
package dev.lathe.bert.encoder;

import org.jspecify.annotations.NullMarked;
