package dev.lathe.springai;

import dev.lathe.bert.predict.TextEmbedder;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;
import org.springframework.ai.embedding.observation.DefaultEmbeddingModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationDocumentation;

/// An embedding model of Spring AI that runs in this JVM.
///
///     EmbeddingModel model = LatheEmbeddingModel.of(Path.of("all-MiniLM-L6-v2"));
///     float[] vector = model.embed("The soup was cold.");
///
/// All texts of a call are computed together. A response's metadata names the model and says how many tokens it read, special
/// ones included; each call is an observation, as with Spring AI's own models. Any number of threads may embed at once; a
/// text's vector has the same bits alone and among others.
public final class LatheEmbeddingModel implements EmbeddingModel, AutoCloseable {
    /// What observations give as the provider.
    public static final String PROVIDER = "lathe";

    private static final DefaultEmbeddingModelObservationConvention CONVENTION =
            new DefaultEmbeddingModelObservationConvention();

    private final TextEmbedder embedder;
    private final ObservationRegistry observations;

    private LatheEmbeddingModel(TextEmbedder embedder, ObservationRegistry observations) {
        this.embedder = embedder;
        this.observations = observations;
    }

    /// Loads a model, to be used as its directory asks.
    ///
    /// @param directory in Hugging Face's layout
    /// @throws UncheckedIOException if the directory does not hold an encoder; its message names the file
    public static LatheEmbeddingModel of(Path directory) {
        try {
            return of(TextEmbedder.load(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /// A model over an embedder that is loaded already. Closing one closes both.
    public static LatheEmbeddingModel of(TextEmbedder embedder) {
        return new LatheEmbeddingModel(embedder, ObservationRegistry.NOOP);
    }

    /// The same model, whose calls are observed.
    public LatheEmbeddingModel withObservations(ObservationRegistry registry) {
        return new LatheEmbeddingModel(embedder, registry);
    }

    /// The vectors of the request's texts, in their order.
    ///
    /// @throws IllegalArgumentException if a text is `null`, or the options ask for another model or other dimensions than
    ///     there are
    /// @throws IllegalStateException if the model is closed
    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
        requireTexts(request.getInstructions());
        EmbeddingOptions options = requireOptions(request.getOptions());
        var context = EmbeddingModelObservationContext.builder()
                .embeddingRequest(new EmbeddingRequest(request.getInstructions(), options))
                .provider(PROVIDER)
                .build();
        return EmbeddingModelObservationDocumentation.EMBEDDING_MODEL_OPERATION
                .observation(null, CONVENTION, () -> context, observations)
                .observe(() -> {
                    EmbeddingResponse response = response(request.getInstructions());
                    context.setResponse(response);
                    return response;
                });
    }

    /// The vector of a document's text and of what of its metadata it says is to be embedded.
    ///
    /// @throws IllegalArgumentException if the document has no text
    @Override
    public float[] embed(Document document) {
        return embed(getEmbeddingContent(document));
    }

    @Override
    public String getEmbeddingContent(Document document) {
        if (document.getText() == null) {
            throw new IllegalArgumentException("embed: document '%s' has no text".formatted(document.getId()));
        }
        return document.getFormattedContent(MetadataMode.EMBED);
    }

    /// Length of a vector; known without computing one.
    @Override
    public int dimensions() {
        return embedder.features();
    }

    private EmbeddingResponse response(List<String> texts) {
        var embeddings = new ArrayList<Embedding>();
        for (float[] vector : embedder.embedAll(texts)) {
            embeddings.add(new Embedding(vector, embeddings.size()));
        }
        int tokens = texts.stream().mapToInt(embedder::countTokens).sum();
        return new EmbeddingResponse(
                embeddings, new EmbeddingResponseMetadata(embedder.name(), new DefaultUsage(tokens, 0)));
    }

    private static void requireTexts(List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            // Callers need not be null-marked.
            if (texts.get(i) == null) {
                throw new IllegalArgumentException("embed: text %d of %d is null".formatted(i + 1, texts.size()));
            }
        }
    }

    /// @return what is computed, for those who observe it
    private EmbeddingOptions requireOptions(@Nullable EmbeddingOptions asked) {
        Integer dimensions = asked == null ? null : asked.getDimensions();
        if (dimensions != null && dimensions != dimensions()) {
            throw new IllegalArgumentException("embed: %d dimensions: model '%s' has %d".formatted(
                    dimensions, embedder.name(), dimensions()));
        }
        String model = asked == null ? null : asked.getModel();
        if (model != null && !model.equals(embedder.name())) {
            throw new IllegalArgumentException(
                    "embed: model '%s': this one is '%s'".formatted(model, embedder.name()));
        }
        return EmbeddingOptions.builder().model(embedder.name()).dimensions(dimensions()).build();
    }

    /// Waits for calls in flight; later ones are an `IllegalStateException`.
    @Override
    public void close() {
        embedder.close();
    }
}
