package dev.lathe.train;

import dev.lathe.bert.hub.KnownModelImport;
import dev.lathe.bert.hub.KnownModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.nio.file.Path;

/// Real models for tests, from the Maven artifacts on the test class path.
public final class TestModels {
    private TestModels() {}

    /// Imports all-MiniLM-L6-v2 into a new directory below `parent`.
    public static Path miniLm(Path parent) throws IOException {
        Path directory = parent.resolve("all-MiniLM-L6-v2");
        var resource = TestModels.class.getResource("/all-minilm-l6-v2.onnx");
        if (resource == null) {
            throw new IOException("all-minilm-l6-v2.onnx: not on the class path of the tests");
        }
        try {
            var jar = Path.of(((JarURLConnection) resource.openConnection()).getJarFileURL().toURI());
            KnownModelImport.run(KnownModels.named("all-MiniLM-L6-v2").orElseThrow(), jar, directory);
        } catch (URISyntaxException e) {
            throw new UncheckedIOException(new IOException(resource.toString(), e));
        }
        return directory;
    }
}
