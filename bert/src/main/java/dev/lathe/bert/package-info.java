/// BERT in the words of its paper: configuration, embeddings, encoder, pooler, heads; and its relatives, which are made of
/// the same layers (`ModelFamily`).
///
/// To use a model start with `TextClassifier`, `TokenClassifier`, `QuestionAnswerer`, `ChoiceSelector`, `MaskFiller`,
/// `TextEmbedder` or `SemanticSearch`; to build on it with `BertModel`.
@NullMarked
package dev.lathe.bert;

import org.jspecify.annotations.NullMarked;
