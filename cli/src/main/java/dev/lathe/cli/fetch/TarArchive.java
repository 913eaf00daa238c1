package dev.lathe.cli.fetch;

import dev.lathe.cli.terminal.CommandFailure;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads single files out of a gzipped tar archive; nothing is unpacked to disk.
///
/// A header block of 512 bytes holds the name at 0 (100 bytes), the size in octal at 124 (12 bytes) and a prefix of the
/// name at 345 (155 bytes); the content follows, padded to whole blocks (POSIX.1-1988, "ustar").
///
/// @param file the archive
public record TarArchive(Path file) {
    private static final int BLOCK = 512;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int PREFIX = 345;
    private static final int PREFIX_LENGTH = 155;
    private static final int LARGEST_ENTRY = 1 << 26;

    /// The content of one file.
    ///
    /// @param name its path in the archive
    /// @return its bytes
    /// @throws CommandFailure when the archive lacks it or is broken
    /// @throws IOException when the archive cannot be read
    public byte[] read(String name) throws IOException {
        try (InputStream in = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            for (byte[] header = in.readNBytes(BLOCK); header.length == BLOCK; header = in.readNBytes(BLOCK)) {
                long size = size(header);
                if (name(header).equals(name)) {
                    return content(in, name, size);
                }
                in.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
            }
        } catch (EOFException | ZipException e) {
            throw new CommandFailure(file.getFileName() + ": the archive is broken: " + e.getMessage(), e);
        }
        throw new CommandFailure(file.getFileName() + ": no '" + name + "' in the archive");
    }

    private byte[] content(InputStream in, String name, long size) throws IOException {
        if (size > LARGEST_ENTRY) {
            throw new CommandFailure(file.getFileName() + ": '" + name + "' claims " + size + " bytes");
        }
        byte[] content = in.readNBytes((int) size);
        if (content.length < size) {
            throw new EOFException("'" + name + "' ends after " + content.length + " of " + size + " bytes");
        }
        return content;
    }

    private static String name(byte[] header) {
        String prefix = text(header, PREFIX, PREFIX_LENGTH);
        String name = text(header, NAME, NAME_LENGTH);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private long size(byte[] header) {
        String octal = text(header, SIZE, SIZE_LENGTH).strip();
        if (!octal.matches("[0-7]{0,11}")) {
            throw new CommandFailure(file.getFileName() + ": the archive is broken: '" + octal + "' as a size");
        }
        return octal.isEmpty() ? 0 : Long.parseLong(octal, 8);
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }
}
