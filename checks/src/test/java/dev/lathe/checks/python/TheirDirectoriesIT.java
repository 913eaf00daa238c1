package dev.lathe.checks.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every directory that the Python libraries write is read, and gives their answers.
@ExtendWith(PythonLibraries.class)
class TheirDirectoriesIT {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void theLibrariesWriteThem() throws IOException, InterruptedException {
        Python.run("write_directories.py", folder);
    }

    static Stream<String> directories() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("directories")
    void theAnswersAreTheirs(String name) throws IOException {
        TheirDirectory.check(folder.resolve(name));
    }
}
