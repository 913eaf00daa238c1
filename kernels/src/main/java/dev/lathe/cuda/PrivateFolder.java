package dev.lathe.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// JCuda unpacks its libraries to fixed names in the temporary folder and takes what it finds there: here it gets a
/// folder of its own, which nobody else can write to.
final class PrivateFolder {
    private static final String PROPERTY = "java.io.tmpdir";

    private PrivateFolder() {}

    /// @param load touches a class of JCuda's for the first time
    /// @throws UncheckedIOException if there is no room
    static synchronized void during(Runnable load) {
        String before = System.getProperty(PROPERTY);
        try {
            Path folder = Files.createTempDirectory("lathe-jcuda");
            System.setProperty(PROPERTY, folder.toString());
            try {
                load.run();
            } finally {
                System.setProperty(PROPERTY, before);
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cuda: unpacking JCuda's library to " + before, e);
        }
    }

    /// An open library stays usable when its file is gone.
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
