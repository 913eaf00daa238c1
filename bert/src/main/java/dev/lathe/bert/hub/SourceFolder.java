package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;

/// The directory that an import reads: what a stranger has packed must not bring files of this machine into a model by
/// a link.
///
/// @param folder its real path
record SourceFolder(Path folder) {
    static SourceFolder of(Path path) throws IOException {
        return new SourceFolder(path.toRealPath());
    }

    /// @throws CheckpointException when a file below the directory is a link to one that is not
    void requireOwn(Path file) throws IOException {
        Path real = file.toRealPath();
        if (!real.startsWith(folder) && !real.startsWith(blobs())) {
            throw new CheckpointException(file.toString(), "a link out of the directory, to " + real + ": it is not followed");
        }
    }

    /// Hugging Face's cache has files as `blobs/…` and directories of links to them as `snapshots/…`, both in the folder of
    /// one model.
    private Path blobs() {
        Path snapshots = folder.getParent();
        return snapshots != null && snapshots.endsWith("snapshots") ? snapshots.resolveSibling("blobs") : folder;
    }
}
