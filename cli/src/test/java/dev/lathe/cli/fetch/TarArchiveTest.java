package dev.lathe.cli.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.CommandFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarArchiveTest {
    private static final int BLOCK = 512;

    @TempDir
    private Path folder;

    @Test
    void findsAFileBehindOthers() throws IOException {
        var tar = new ByteArrayOutputStream();
        add(tar, "package/first", "x".repeat(BLOCK + 1), "");
        add(tar, "package/empty", "", "");
        add(tar, "second", "content", "a/prefix");
        TarArchive archive = archive(tar.toByteArray());
        assertEquals("content", new String(archive.read("a/prefix/second"), StandardCharsets.UTF_8));
        assertEquals(0, archive.read("package/empty").length);
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        TarArchive archive = archive(new byte[2 * BLOCK]);
        var failure = assertThrows(CommandFailure.class, () -> archive.read("package/none"));
        assertEquals("words.tgz: no 'package/none' in the archive", failure.getMessage());
    }

    @Test
    void aTruncatedArchiveIsAFailure() throws IOException {
        var tar = new ByteArrayOutputStream();
        add(tar, "a", "x".repeat(2 * BLOCK), "");
        TarArchive archive = archive(Arrays.copyOf(tar.toByteArray(), 2 * BLOCK));
        var failure = assertThrows(CommandFailure.class, () -> archive.read("a"));
        assertEquals("words.tgz: the archive is broken: 'a' ends after 512 of 1024 bytes", failure.getMessage());
    }

    @Test
    void aSizeThatIsNoNumberIsAFailure() throws IOException {
        byte[] header = new byte[BLOCK];
        Arrays.fill(header, (byte) 'z');
        TarArchive archive = archive(header);
        var failure = assertThrows(CommandFailure.class, () -> archive.read("a"));
        assertTrue(failure.getMessage().startsWith("words.tgz: the archive is broken: 'zzz"), failure.getMessage());
    }

    @Test
    void aFileThatIsNoArchiveIsAFailure() throws IOException {
        Path file = Files.writeString(folder.resolve("words.tgz"), "<html>not found</html>");
        var failure = assertThrows(CommandFailure.class, () -> new TarArchive(file).read("a"));
        assertEquals("words.tgz: the archive is broken: Not in GZIP format", failure.getMessage());
    }

    private TarArchive archive(byte[] tar) throws IOException {
        Path file = folder.resolve("words.tgz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(tar);
        }
        return new TarArchive(file);
    }

    private static void add(ByteArrayOutputStream tar, String name, String content, String prefix) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 124, "%011o".formatted(content.length()));
        put(header, 345, prefix);
        tar.writeBytes(header);
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        tar.writeBytes(Arrays.copyOf(body, (body.length + BLOCK - 1) / BLOCK * BLOCK));
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
