package dev.lathe.bert.checkpoint.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedTest {
    private static final String RANDOM = "12345678-1234-1234-1234-123456789abc";

    @TempDir
    private Path folder;

    @Test
    void appearsWhenPublishedAndLeavesNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        try (var unfinished = Unfinished.beside(file)) {
            Files.writeString(unfinished.path(), "new");
            assertEquals("old", Files.readString(file));
            unfinished.publish();
            assertEquals("new", Files.readString(file));
        }
        assertEquals(List.of("file"), names());
    }

    @Test
    void isDeletedIfItIsNotPublished() throws IOException {
        try (var unfinished = Unfinished.beside(folder.resolve("model"))) {
            Files.createDirectories(unfinished.path().resolve("1_Pooling"));
            Files.writeString(unfinished.path().resolve("1_Pooling/config.json"), "{}");
        }
        assertEquals(List.of(), names());
    }

    @Test
    void whatTheDeadLeftIsDeletedByTheNext() throws IOException {
        Files.createDirectories(folder.resolve(".model." + RANDOM + ".partial/1_Pooling"));
        Files.writeString(folder.resolve(".model." + RANDOM + ".partial/1_Pooling/config.json"), "{");
        Files.writeString(folder.resolve(".model." + RANDOM.replace('1', '2') + ".lock"), "");
        Files.writeString(folder.resolve(".model2." + RANDOM + ".partial"), "another's");
        Unfinished.beside(folder.resolve("model")).close();
        assertEquals(List.of(".model2." + RANDOM + ".partial"), names());
    }

    @Test
    void whatTheLivingWriteIsLeftAlone() throws Exception {
        try (var unfinished = Unfinished.beside(folder.resolve("model"))) {
            Files.writeString(unfinished.path(), "half");
            Path lock = folder.resolve(unfinished.path().getFileName().toString().replace(".partial", ".lock"));
            assertEquals(LockProbe.TAKEN, LockProbe.ask(lock));
            try (var second = Unfinished.beside(folder.resolve("model"))) {
                assertFalse(second.path().equals(unfinished.path()));
                assertTrue(Files.exists(unfinished.path()));
            }
            assertEquals("half", Files.readString(unfinished.path()));
            assertEquals(LockProbe.TAKEN, LockProbe.ask(lock));
        }
        assertEquals(List.of(), names());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
