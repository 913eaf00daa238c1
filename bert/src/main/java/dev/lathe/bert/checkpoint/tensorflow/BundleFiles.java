package dev.lathe.bert.checkpoint.tensorflow;

import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.torch.StoredZip;
import java.io.IOException;
import java.nio.file.Path;

/// Where the files of a TensorFlow checkpoint are, which have the same path but for their endings.
@FunctionalInterface
interface BundleFiles {
    /// Opens the file with this ending, such as `.index`.
    BoundedFile open(String ending) throws IOException;

    /// Files in a directory.
    ///
    /// @param prefix their path without the endings
    static BundleFiles at(Path prefix) {
        return ending -> BoundedFile.open(prefix.resolveSibling(prefix.getFileName() + ending));
    }

    /// Files in an archive.
    static BundleFiles in(StoredZip archive, String prefix) {
        return ending -> archive.part(prefix + ending);
    }
}
