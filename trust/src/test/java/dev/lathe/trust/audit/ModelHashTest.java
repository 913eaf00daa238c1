package dev.lathe.trust.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelHashTest {
    @Test
    void isWhatSha256sumGives(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("b"), "abc");
        Files.writeString(Files.createDirectory(folder.resolve("a")).resolve("x"), "");
        // printf '%s  a/x\n%s  b\n' $(printf '' | sha256sum | cut -c1-64) $(printf abc | sha256sum | cut -c1-64) | sha256sum
        assertEquals("3ea20205b005016d9be9b9e4f03cb765cb5a981297ea658baefd22b75fd69e07", ModelHash.of(folder));
        String before = ModelHash.of(folder);
        Files.writeString(folder.resolve("b"), "abd");
        assertNotEquals(before, ModelHash.of(folder));
    }
}
