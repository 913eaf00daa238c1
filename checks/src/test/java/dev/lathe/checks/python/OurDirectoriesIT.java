package dev.lathe.checks.python;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every directory that we write is opened by the Python libraries, without a warning, and gives our answers there.
@ExtendWith(PythonLibraries.class)
class OurDirectoriesIT {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void theyReadThem() throws IOException, InterruptedException {
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        var arguments = new ArrayList<Object>(List.of(theirs));
        arguments.addAll(OurDirectories.bases());
        Python.run("write_directories.py", arguments.toArray());
        OurDirectories.write(theirs, ours());
        Python.run("read_directories.py", ours());
    }

    private static Path ours() {
        return folder.resolve("ours");
    }

    static Stream<String> directories() throws IOException {
        try (Stream<Path> all = Files.list(ours())) {
            return all.map(path -> path.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("directories")
    void theyGiveOurAnswers(String name) throws IOException {
        assertEquals("", Files.readString(ours().resolve(name).resolve("found.txt")));
    }
}
