package dev.lathe.springboot;

import dev.lathe.Device;
import dev.lathe.bert.predict.QuestionAnswerer;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.bert.predict.TokenClassifier;
import java.io.IOException;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/// The models that properties name, on one device that they share. A bean of the application's own takes the place of each.
///
/// The context closes the models, then the device.
@AutoConfiguration
@EnableConfigurationProperties(LatheProperties.class)
public class LatheAutoConfiguration {
    private final LatheProperties properties;
    private final Environment environment;

    LatheAutoConfiguration(LatheProperties properties, Environment environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /// What the models compute on; not made before one asks for it.
    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Device latheDevice() {
        return properties.threads() == 0 ? Device.cpu() : Device.cpu(properties.threads());
    }

    @Bean
    @ConditionalOnProperty("lathe.embedding.model")
    @ConditionalOnMissingBean
    TextEmbedder latheTextEmbedder(Device device) throws IOException {
        return ModelLocation.load("lathe.embedding.model", properties.embedding().model(), environment,
                directory -> TextEmbedder.load(directory, TextEmbedder.Options.of(directory), device));
    }

    @Bean
    @ConditionalOnProperty("lathe.classifier.model")
    @ConditionalOnMissingBean
    TextClassifier latheTextClassifier(Device device) throws IOException {
        return ModelLocation.load("lathe.classifier.model", properties.classifier().model(), environment,
                directory -> TextClassifier.load(directory, device));
    }

    @Bean
    @ConditionalOnProperty("lathe.entities.model")
    @ConditionalOnMissingBean
    TokenClassifier latheTokenClassifier(Device device) throws IOException {
        return ModelLocation.load("lathe.entities.model", properties.entities().model(), environment,
                directory -> TokenClassifier.load(directory, TokenClassifier.Options.of(directory), device));
    }

    @Bean
    @ConditionalOnProperty("lathe.answers.model")
    @ConditionalOnMissingBean
    QuestionAnswerer latheQuestionAnswerer(Device device) throws IOException {
        return ModelLocation.load("lathe.answers.model", properties.answers().model(), environment,
                directory -> QuestionAnswerer.load(directory, QuestionAnswerer.Options.of(directory), device));
    }
}
