package dev.lathe.bert.hub;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/// Where the build has put the jar of a known model.
final class ModelJar {
    private ModelJar() {}

    /// Whether the build was asked to fetch it: the largest come only with a profile.
    static boolean isThere(KnownModel model) {
        return ModelJar.class.getClassLoader().getResource(entry(model)) != null;
    }

    static Path of(KnownModel model) throws IOException {
        String entry = entry(model);
        var resource = ModelJar.class.getClassLoader().getResource(entry);
        if (resource == null) {
            throw new IOException(entry + ": not on the class path of the tests");
        }
        URI jar;
        try {
            jar = ((JarURLConnection) resource.openConnection()).getJarFileURL().toURI();
        } catch (URISyntaxException malformed) {
            throw new IOException(resource + ": no place of a jar", malformed);
        }
        return Path.of(jar);
    }

    private static String entry(KnownModel model) {
        return switch (model.packing()) {
            case ArtifactForm.Onnx onnx -> onnx.weights().entry();
            case ArtifactForm.SavedModel saved -> saved.archive().entry();
        };
    }
}
