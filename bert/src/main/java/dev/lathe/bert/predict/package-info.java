/// Finished models for their users: from text to labels, entities, answers, words and vectors. Everything here may be called from
/// any number of threads at once.
///
/// Start with `TextClassifier`, `TokenClassifier`, `QuestionAnswerer`, `ChoiceSelector`, `MaskFiller`, `TextEmbedder` or
/// `SemanticSearch`.
@NullMarked
package dev.lathe.bert.predict;

import org.jspecify.annotations.NullMarked;
