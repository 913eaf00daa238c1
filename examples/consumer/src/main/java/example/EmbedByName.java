package example;

import dev.lathe.bert.hub.KnownModels;
import dev.lathe.bert.predict.TextEmbedder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Embeds with a model that is one of the project's dependencies, for many callers at once.
public final class EmbedByName {
    private EmbedByName() {}

    public static void main(String[] arguments) throws IOException {
        // README
        try (var embedder = TextEmbedder.load(KnownModels.ALL_MINILM_L6_V2)) {
            List<CompletableFuture<float[]>> vectors = List.of(
                    embedder.submit("The soup was cold."), embedder.submit("My food had no warmth."));
            System.out.println(vectors.getFirst().join().length + " values, " + embedder.countTokens("The soup was cold.") + " tokens");
        }
        // README end
    }
}
