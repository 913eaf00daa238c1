/// LangChain4j's models, computed by Lathe in this JVM.
///
/// Start at [dev.lathe.langchain4j.LatheEmbeddingModel]; [dev.lathe.langchain4j.LatheScoringModel] ranks what was found
/// again. Both are thin: what they compute is what `TextEmbedder` and `TextClassifier` do.
@NullMarked
package dev.lathe.langchain4j;

import org.jspecify.annotations.NullMarked;
