package dev.lathe.springboot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What an application's properties say about Lathe.
///
/// A model is a directory in Hugging Face's layout, or the name of a known model that `lathe fetch` has put into the cache.
///
/// @param embedding Model that turns texts into vectors.
/// @param classifier Model that labels texts.
/// @param entities Model that finds entities in texts.
/// @param answers Model that finds answers in texts.
/// @param scoring Model of one label that scores pairs of texts, for LangChain4j.
/// @param threads Threads that compute one call, the caller's among them; as many as there are processors if 0.
@ConfigurationProperties("lathe")
public record LatheProperties(
        @DefaultValue ModelProperties embedding,
        @DefaultValue ModelProperties classifier,
        @DefaultValue ModelProperties entities,
        @DefaultValue ModelProperties answers,
        @DefaultValue ModelProperties scoring,
        @DefaultValue("0") int threads) {

    public LatheProperties {
        if (threads < 0) {
            throw new IllegalArgumentException("lathe.threads=%d: 0 or more".formatted(threads));
        }
    }

    /// One model.
    ///
    /// @param model Directory in Hugging Face's layout, or the name of a known model in the cache.
    public record ModelProperties(@Nullable String model) {}
}
