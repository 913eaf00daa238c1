package dev.lathe.springboot;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.lathe.Device;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.langchain4j.LatheEmbeddingModel;
import dev.lathe.langchain4j.LatheScoringModel;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// LangChain4j's models, where an application has `lathe-langchain4j`; listeners that are beans hear of their calls.
@AutoConfiguration(after = LatheAutoConfiguration.class)
@ConditionalOnClass(LatheEmbeddingModel.class)
public class LatheLangChain4jAutoConfiguration {
    @Bean
    @ConditionalOnBean(TextEmbedder.class)
    @ConditionalOnMissingBean(EmbeddingModel.class)
    LatheEmbeddingModel latheLangChain4jEmbeddingModel(
            TextEmbedder embedder, ObjectProvider<EmbeddingModelListener> listeners) {
        return LatheEmbeddingModel.of(embedder).withListeners(listeners.orderedStream().toList());
    }

    @Bean
    @ConditionalOnProperty("lathe.scoring.model")
    @ConditionalOnMissingBean(ScoringModel.class)
    LatheScoringModel latheScoringModel(LatheProperties properties, Environment environment, Device device)
            throws IOException {
        return ModelLocation.load("lathe.scoring.model", properties.scoring().model(), environment,
                directory -> LatheScoringModel.of(TextClassifier.load(directory, device)));
    }

    /// A class of its own: an application need not have Micrometer.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Meters {
        @Bean
        @ConditionalOnMissingBean
        EmbeddingMeters latheEmbeddingMeters(ObjectProvider<MeterRegistry> registry) {
            return new EmbeddingMeters(registry);
        }
    }
}
