package dev.lathe.springboot;

import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.springai.LatheEmbeddingModel;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// Spring AI's embedding model over the application's embedder, where it has `lathe-spring-ai`.
@AutoConfiguration(after = LatheAutoConfiguration.class)
@ConditionalOnClass(LatheEmbeddingModel.class)
public class LatheSpringAiAutoConfiguration {
    @Bean
    @ConditionalOnBean(TextEmbedder.class)
    @ConditionalOnMissingBean(EmbeddingModel.class)
    LatheEmbeddingModel latheSpringAiEmbeddingModel(TextEmbedder embedder, ObjectProvider<ObservationRegistry> registry) {
        return LatheEmbeddingModel.of(embedder).withObservations(registry.getIfUnique(() -> ObservationRegistry.NOOP));
    }
}
