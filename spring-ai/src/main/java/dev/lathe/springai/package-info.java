/// Spring AI's embedding model, computed by Lathe in this JVM: [dev.lathe.springai.LatheEmbeddingModel].
///
/// It is thin: what it computes is what `TextEmbedder` does. Spring Boot's applications get it as a bean from
/// `lathe-spring-boot-starter`.
@NullMarked
package dev.lathe.springai;

import org.jspecify.annotations.NullMarked;
