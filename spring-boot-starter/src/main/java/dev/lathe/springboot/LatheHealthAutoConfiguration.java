package dev.lathe.springboot;

import dev.lathe.Device;
import dev.lathe.bert.predict.QuestionAnswerer;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.bert.predict.TokenClassifier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/// The models' health for Actuator, where an application has it and at least one model.
@AutoConfiguration(after = LatheAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
public class LatheHealthAutoConfiguration {
    private static final String PROBE = "ok";

    @Bean
    @ConditionalOnEnabledHealthIndicator("lathe")
    @ConditionalOnMissingBean(name = "latheHealthIndicator")
    @Conditional(AnyModel.class)
    LatheHealthIndicator latheHealthIndicator(
            Device device, ObjectProvider<TextEmbedder> embedders, ObjectProvider<TextClassifier> classifiers,
            ObjectProvider<TokenClassifier> entities, ObjectProvider<QuestionAnswerer> answers) {
        Map<String, Runnable> probes = new LinkedHashMap<>();
        embedders.ifUnique(model -> probes.put("embedding", () -> model.embed(PROBE)));
        classifiers.ifUnique(model -> probes.put("classifier", () -> model.predict(PROBE)));
        entities.ifUnique(model -> probes.put("entities", () -> model.predict(PROBE)));
        answers.ifUnique(model -> probes.put("answers", () -> model.answer(PROBE, PROBE)));
        return new LatheHealthIndicator(device.toString(), probes);
    }

    /// Whether there is a model to ask.
    static final class AnyModel extends AnyNestedCondition {
        AnyModel() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnBean(TextEmbedder.class)
        static final class Embedding {}

        @ConditionalOnBean(TextClassifier.class)
        static final class Classifier {}

        @ConditionalOnBean(TokenClassifier.class)
        static final class Entities {}

        @ConditionalOnBean(QuestionAnswerer.class)
        static final class Answers {}
    }
}
