package example;

import dev.lathe.bert.predict.TextEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Compares the meaning of texts by their vectors.
public final class Embed {
    private Embed() {}

    public static void main(String[] arguments) throws IOException {
        // README
        try (var embedder = TextEmbedder.load(Path.of("all-MiniLM-L6-v2"))) {
            List<float[]> vectors = embedder.embedAll(List.of("The soup was cold.", "My food had no warmth."));
            System.out.println(dot(vectors.get(0), vectors.get(1)));
        }
        // README end
    }

    /// The cosine, since the model's vectors have length 1.
    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
