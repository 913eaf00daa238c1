package dev.lathe.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.lathe.bert.predict.TextEmbedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// An embedding model of LangChain4j that runs in this JVM.
///
///     EmbeddingModel model = LatheEmbeddingModel.of(Path.of("all-MiniLM-L6-v2"));
///     Embedding embedding = model.embed("The soup was cold.").content();
///
/// All segments of a call are computed together. Each response says how many tokens the model read of it, special ones
/// included. Any number of threads may embed at once; a text's vector has the same bits alone and among others.
public final class LatheEmbeddingModel implements EmbeddingModel, AutoCloseable {
    private final TextEmbedder embedder;
    private final List<EmbeddingModelListener> listeners;

    private LatheEmbeddingModel(TextEmbedder embedder, List<EmbeddingModelListener> listeners) {
        this.embedder = embedder;
        this.listeners = List.copyOf(listeners);
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
        return new LatheEmbeddingModel(embedder, List.of());
    }

    /// The same model, whose calls are told to listeners.
    public LatheEmbeddingModel withListeners(List<EmbeddingModelListener> others) {
        return new LatheEmbeddingModel(embedder, others);
    }

    /// @throws IllegalArgumentException if a segment is `null`
    /// @throws IllegalStateException if the model is closed
    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
        Segments.requireAll("embedAll", segments);
        return EmbeddingModel.super.embedAll(segments);
    }

    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        List<String> texts = request.inputs().stream().map(EmbeddingInput::text).toList();
        List<Embedding> embeddings = embedder.embedAll(texts).stream().map(Embedding::from).toList();
        int tokens = texts.stream().mapToInt(embedder::countTokens).sum();
        return EmbeddingResponse.builder()
                .embeddings(embeddings)
                .metadata(EmbeddingResponseMetadata.builder()
                        .modelName(modelName())
                        .tokenUsage(new TokenUsage(tokens))
                        .build())
                .build();
    }

    @Override
    public List<EmbeddingModelListener> listeners() {
        return listeners;
    }

    /// Length of a vector; known without computing one.
    @Override
    public int dimension() {
        return embedder.features();
    }

    /// The name of the model's directory.
    @Override
    public String modelName() {
        return embedder.name();
    }

    /// Waits for calls in flight; later ones are an `IllegalStateException`.
    @Override
    public void close() {
        embedder.close();
    }
}
