package dev.lathe.serve.model;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextEmbedder;
import java.io.IOException;
import java.util.List;

/// A model that makes vectors of texts.
public final class EmbeddingModel implements ServedModel {
    private static final String WARM_UP = "warm up";

    private final ModelFacts facts;
    private final TextEmbedder embedder;
    private final boolean normalizes;
    private final CallGate gate;

    private EmbeddingModel(ModelFacts facts, TextEmbedder embedder, boolean normalizes, CallGate gate) {
        this.facts = facts;
        this.gate = gate;
        this.embedder = embedder;
        this.normalizes = normalizes;
    }

    static EmbeddingModel open(String name, ModelDirectory directory, ServedBases.Place place) throws IOException {
        var options = TextEmbedder.Options.of(directory);
        return new EmbeddingModel(
                ModelFacts.of(name, directory).withMaxLength(options.maxLength()), TextEmbedder.load(directory, options, place.base()),
                options.normalize(), place.gate());
    }

    /// The vector of a text, as `TextEmbedder` gives it.
    public Call<float[]> vector(String text) {
        return new Call<>(embedder.countTokens(text), () -> embedder.submit(text));
    }

    /// How many tokens of a text it reads.
    public int tokens(String text) {
        return embedder.countTokens(text);
    }

    /// The hidden state of each token of a text.
    public Call<List<float[]>> tokenVectors(String text) {
        return new Call<>(embedder.countTokens(text), () -> embedder.submitTokens(text));
    }

    /// Length of a vector.
    public int features() {
        return embedder.features();
    }

    /// Whether its vectors have length 1.
    public boolean normalizes() {
        return normalizes;
    }

    @Override
    public void warmUp() {
        embedder.submit(WARM_UP).join();
    }

    @Override
    public ModelFacts facts() {
        return facts;
    }

    @Override
    public CallGate gate() {
        return gate;
    }

    @Override
    public String type() {
        return "embedding";
    }

    @Override
    public void close() {
        embedder.close();
    }
}
