package dev.lathe.cuda.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// JCuda unpacks its libraries to fixed names in the temporary folder and takes what it finds there: here it gets a
/// folder of its own, which nobody else can write to.
public final class PrivateFolder {
    private static final String PROPERTY = "java.io.tmpdir";

    private PrivateFolder() {}

    /// @param load touches a class of JCuda's for the first time
    /// @return why it did not load, in one clause; empty if it did
    public static synchronized Optional<String> during(Runnable load) {
        String before = System.getProperty(PROPERTY);
        Path folder;
        try {
            folder = Files.createTempDirectory("lathe-jcuda");
        } catch (IOException e) {
            return Optional.of(LoadFailure.unpacking(before, e.toString()));
        }
        System.setProperty(PROPERTY, folder.toString());
        try {
            load.run();
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of(LoadFailure.of(e, before));
        } finally {
            System.setProperty(PROPERTY, before);
            delete(folder);
        }
    }

    /// An open library stays usable when its file is gone. One that can't be deleted is no reason to do without the GPU.
    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
