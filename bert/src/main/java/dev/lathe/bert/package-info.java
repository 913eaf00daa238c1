/// BERT in the words of its paper: configuration, embeddings, encoder, pooler, heads.
///
/// Start with `TextClassifier` and `TextEmbedder` to use a model, with `BertModel` to build on it.
@NullMarked
package dev.lathe.bert;

import org.jspecify.annotations.NullMarked;
