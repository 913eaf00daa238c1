package dev.lathe.springboot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.model.scoring.ScoringModel;
import dev.lathe.Device;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.bert.predict.TokenClassifier;
import dev.lathe.testkit.model.TinyModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

class LatheAutoConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(
            LatheAutoConfiguration.class, LatheHealthAutoConfiguration.class,
            LatheLangChain4jAutoConfiguration.class, LatheSpringAiAutoConfiguration.class));

    @TempDir
    private Path folder;
    private String encoder;
    private String classifier;

    @BeforeEach
    void makeModels() throws IOException {
        encoder = "lathe.embedding.model=" + TinyModel.encoder(folder.resolve("tiny"));
        classifier = "lathe.classifier.model=" + TinyModel.classifier(folder.resolve("labels"), "yes", "no");
    }

    @Test
    void withoutPropertiesThereIsNothing() {
        runner.run(context -> {
            assertEquals(0, context.getBeansOfType(TextEmbedder.class).size());
            assertEquals(0, context.getBeansOfType(TextClassifier.class).size());
            assertEquals(0, context.getBeansOfType(HealthIndicator.class).size());
            assertFalse(context.getSourceApplicationContext().getBeanFactory().containsSingleton("latheDevice"),
                    "a device starts threads");
        });
    }

    @Test
    void aModelIsABeanWhereAPropertyNamesIt() {
        runner.withPropertyValues(encoder, classifier, "lathe.threads=1").run(context -> {
            assertEquals("tiny", context.getBean(TextEmbedder.class).name());
            assertEquals(List.of("yes", "no"), context.getBean(TextClassifier.class).labels());
            assertEquals(0, context.getBeansOfType(TokenClassifier.class).size());
            assertTrue(context.getBean(Device.class).toString().endsWith(" 1 thread"));
        });
    }

    @Test
    void everyKindOfModelLoads() throws IOException {
        Path tags = TinyModel.classifier(folder.resolve("tags"), "O", "PER");
        runner.withPropertyValues("lathe.entities.model=" + tags).run(context ->
                assertEquals(List.of("O", "PER"), context.getBean(TokenClassifier.class).labels()));
        Path scores = TinyModel.classifier(folder.resolve("scores"), "relevance");
        runner.withPropertyValues("lathe.scoring.model=" + scores).run(context ->
                assertTrue(Double.isFinite(context.getBean(ScoringModel.class).score("good", "bad").content())));
    }

    @Test
    void theFrameworksModelsComputeWithTheSameEmbedder() {
        runner.withPropertyValues(encoder).run(context -> {
            float[] vector = context.getBean(TextEmbedder.class).embed("good");
            assertArrayEquals(vector, context.getBean(dev.langchain4j.model.embedding.EmbeddingModel.class)
                    .embed("good").content().vector());
            assertArrayEquals(vector,
                    context.getBean(org.springframework.ai.embedding.EmbeddingModel.class).embed("good"));
        });
    }

    @Test
    void anApplicationNeedsNoneOfTheFrameworks() {
        runner.withPropertyValues(encoder)
                .withClassLoader(new FilteredClassLoader("dev.lathe.langchain4j", "dev.lathe.springai", "dev.langchain4j",
                        "org.springframework.ai", "org.springframework.boot.health", "io.micrometer"))
                .run(context -> {
                    assertEquals("tiny", context.getBean(TextEmbedder.class).name());
                    assertFalse(context.containsBean("latheHealthIndicator"));
                    assertFalse(context.containsBean("latheSpringAiEmbeddingModel"));
                    assertFalse(context.containsBean("latheLangChain4jEmbeddingModel"));
                });
    }

    @Test
    void anApplicationsOwnBeanTakesThePlace() throws IOException {
        Path other = TinyModel.encoder(folder.resolve("other"));
        try (var own = TextEmbedder.load(other)) {
            runner.withPropertyValues(encoder).withBean(TextEmbedder.class, () -> own)
                    .run(context -> assertSame(own, context.getBean(TextEmbedder.class)));
        }
    }

    @Test
    void healthIsThatOfTheModels() {
        runner.withPropertyValues(encoder, classifier, "lathe.threads=1").run(context -> {
            var indicator = context.getBean(HealthIndicator.class);
            Health up = indicator.health();
            assertEquals(Status.UP, up.getStatus());
            assertEquals(List.of("classifier", "embedding"), up.getDetails().get("models"));
            assertEquals(context.getBean(Device.class).toString(), up.getDetails().get("device"));
            context.getBean(TextClassifier.class).close();
            Health down = indicator.health();
            assertEquals(Status.DOWN, down.getStatus());
            assertEquals("java.lang.IllegalStateException: model 'labels': used after it was closed",
                    down.getDetails().get("error"));
        });
        runner.withPropertyValues(encoder, "management.health.lathe.enabled=false")
                .run(context -> assertFalse(context.containsBean("latheHealthIndicator")));
    }

    @Test
    void callsOfLangChain4jAreMeasured() {
        runner.withPropertyValues(encoder).withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            var model = context.getBean(dev.langchain4j.model.embedding.EmbeddingModel.class);
            model.embed("the food was good");
            model.embed("bad");
            context.getBean(TextEmbedder.class).close();
            assertThrows(IllegalStateException.class, () -> model.embed("bad"));
            var registry = context.getBean(MeterRegistry.class);
            assertEquals(2, registry.get("lathe.embedding").tags("model", "tiny", "outcome", "success").timer().count());
            assertEquals(1, registry.get("lathe.embedding").tags("model", "tiny", "outcome", "error").timer().count());
            assertEquals(6 + 3, registry.get("lathe.embedding.tokens").tag("model", "tiny").counter().count());
        });
    }

    @Test
    void aKnownNameIsFoundInTheCache() throws IOException {
        TinyModel.encoder(folder.resolve("cache/models/all-MiniLM-L6-v2"));
        runner.withPropertyValues("lathe.embedding.model=all-MiniLM-L6-v2", "LATHE_CACHE=" + folder.resolve("cache"))
                .run(context -> assertEquals("all-MiniLM-L6-v2", context.getBean(TextEmbedder.class).name()));
        assertEquals("lathe.embedding.model=e5-small-v2: not in the cache, " + folder.resolve("cache/models/e5-small-v2")
                + "; fetch it with: lathe fetch e5-small-v2",
                failure("lathe.embedding.model=e5-small-v2", "LATHE_CACHE=" + folder.resolve("cache")));
    }

    @Test
    void aWrongPropertyIsNamed() {
        assertEquals("lathe.classifier.model=nowhere: no such directory, and no known model",
                failure("lathe.classifier.model=nowhere"));
        assertEquals("lathe.classifier.model: is empty; needs a directory, or the name of a known model",
                failure("lathe.classifier.model="));
        assertEquals("lathe.threads=-1: 0 or more", failure("lathe.threads=-1"));
    }

    @Test
    void theContextClosesItsModels() {
        var embedder = new AtomicReference<TextEmbedder>();
        runner.withPropertyValues(encoder).run(context -> embedder.set(context.getBean(TextEmbedder.class)));
        assertEquals("model 'tiny': used after it was closed",
                assertThrows(IllegalStateException.class, () -> embedder.get().embed("good")).getMessage());
    }

    /// What the innermost cause says.
    private String failure(String... properties) {
        var message = new AtomicReference<String>();
        runner.withPropertyValues(properties).run(context -> {
            Throwable cause = context.getStartupFailure();
            while (cause != null && cause.getCause() != null) {
                cause = cause.getCause();
            }
            message.set(cause == null ? "started" : cause.getMessage());
        });
        return message.get();
    }

    @Test
    void whatCannotStartIsAnalysed() throws IOException {
        Path broken = TinyModel.encoder(folder.resolve("broken"));
        Files.writeString(broken.resolve("config.json"), "{");
        runner.withPropertyValues("lathe.embedding.model=nowhere").run(context -> {
            FailureAnalysis told = analysis(context.getStartupFailure());
            assertEquals("lathe.embedding.model=nowhere: no such directory, and no known model", told.getDescription());
            assertTrue(told.getAction().startsWith("Name the directory of a model"), told.getAction());
        });
        runner.withPropertyValues("lathe.classifier.model=" + broken).run(context -> {
            String told = analysis(context.getStartupFailure()).getDescription();
            assertTrue(told.startsWith("lathe.classifier.model=" + broken + ": " + broken + ": config.json: "), told);
        });
    }

    /// What Spring Boot would print in the place of the stack trace.
    private static FailureAnalysis analysis(Throwable failure) {
        // Some of Spring's own cannot be made outside an application.
        return SpringFactoriesLoader.forDefaultResourceLocation().load(FailureAnalyzer.class, (_, _, _) -> { }).stream()
                .filter(analyzer -> analyzer.getClass().getPackageName().equals("dev.lathe.springboot"))
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not analysed", failure));
    }
}
