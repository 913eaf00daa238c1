package dev.lathe.bench.inference;

import dev.lathe.Device;
import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.predict.TextEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// The shortest program with Lathe: loads a model, prints the vector of one text.
public final class LatheFirstVector {
    private LatheFirstVector() {}

    /// Runs it.
    ///
    /// @param arguments directory of the model, text
    /// @throws IOException if the model cannot be read
    public static void main(String... arguments) throws IOException {
        Path model = Path.of(arguments[0]);
        var options = TextEmbedder.Options.of(model).withPooling(Pooling.MEAN).withNormalize(false);
        try (var device = Device.cpu(); var embedder = TextEmbedder.load(model, options, device)) {
            IO.println(Arrays.toString(embedder.embed(arguments[1])));
        }
    }
}
