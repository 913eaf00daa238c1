package example;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.lathe.langchain4j.LatheEmbeddingModel;
import dev.lathe.langchain4j.LatheScoringModel;
import java.nio.file.Path;
import java.util.List;

/// Finds by vectors what is like a question, and scores it again by reading both together.
public final class Rank {
    private Rank() {}

    public static void main(String[] arguments) {
        List<TextSegment> segments = List.of(
                TextSegment.from("The soup was cold."), TextSegment.from("My food had no warmth."));
        // README
        try (var embeddings = LatheEmbeddingModel.of(Path.of("all-MiniLM-L6-v2"));
                var scores = LatheScoringModel.of(Path.of("my-cross-encoder"))) {
            var found = embeddings.embedAll(segments);
            Embedding question = embeddings.embed("How was the food?").content();
            System.out.println(CosineSimilarity.between(question, found.content().get(0)));
            System.out.println(found.tokenUsage());
            System.out.println(scores.scoreAll(segments, "How was the food?").content());
        }
        // README end
    }
}
