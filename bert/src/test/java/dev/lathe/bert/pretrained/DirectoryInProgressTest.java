package dev.lathe.bert.pretrained;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryInProgressTest {
    private static final String LEFT = ".made.01234567-89ab-cdef-0123-456789abcdef.partial";

    @TempDir
    Path directory;

    @Test
    void deletesWhatKilledProcessesLeftForTheSameTarget() throws IOException {
        Files.createDirectories(directory.resolve(LEFT + "/1_Pooling"));
        Files.writeString(directory.resolve(LEFT + "/1_Pooling/config.json"), "{");
        Files.writeString(directory.resolve(LEFT + ".lock"), "");
        Files.createDirectory(directory.resolve(LEFT.replace("0123", "4567")));
        Files.createDirectory(directory.resolve(LEFT.replace("made", "other")));
        Files.createDirectory(directory.resolve(".made.mine.partial"));
        try (var progress = DirectoryInProgress.beside(directory.resolve("made"))) {
            Files.writeString(progress.path().resolve("a"), "");
            progress.publish();
        }
        assertEquals(List.of(".made.mine.partial", LEFT.replace("made", "other"), "made"), names());
    }

    @Test
    void leavesWhatIsInUse() throws IOException {
        Path target = directory.resolve("made");
        try (var first = DirectoryInProgress.beside(target);
                var second = DirectoryInProgress.beside(target)) {
            assertTrue(Files.isDirectory(first.path()));
            second.publish();
        }
        assertEquals(List.of("made"), names());
    }

    @Test
    void neverFollowsALinkInTheirPlace() throws IOException {
        Path precious = Files.createDirectory(directory.resolve("precious"));
        Files.writeString(precious.resolve("a"), "");
        Files.createSymbolicLink(directory.resolve(LEFT), precious);
        DirectoryInProgress.beside(directory.resolve("made")).close();
        assertEquals(List.of(LEFT, "precious"), names());
        assertTrue(Files.exists(precious.resolve("a")));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }
}
