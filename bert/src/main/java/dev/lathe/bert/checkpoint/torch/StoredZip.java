package dev.lathe.bert.checkpoint.torch;

import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A zip archive whose files are stored, not compressed: each is a part of the archive and can be read in place.
///
/// PyTorch writes its checkpoints so, and nothing that is read here can grow when it is unpacked.
public final class StoredZip implements AutoCloseable {
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;

    private final BoundedFile file;
    private final Map<String, ZipEntryPlace> entries;

    private StoredZip(BoundedFile file, Map<String, ZipEntryPlace> entries) {
        this.file = file;
        this.entries = entries;
    }

    /// Opens an archive and reads its directory.
    ///
    /// @throws CheckpointException when there is no such file, or it is not a whole zip archive of stored files that lie
    ///     one after another
    public static StoredZip open(Path path) throws IOException {
        BoundedFile file = BoundedFile.open(path);
        try {
            return new StoredZip(file, ZipDirectory.read(file));
        } catch (IOException | RuntimeException broken) {
            file.close();
            throw broken;
        }
    }

    /// Name of the archive.
    public String file() {
        return file.name();
    }

    /// Paths of all files, in the archive's order.
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /// All bytes of a small file.
    ///
    /// @param maxBytes what it may take
    /// @throws CheckpointException when there is no such file, it is larger, or its CRC-32 is not what the directory says
    public byte[] bytes(String name, int maxBytes) throws IOException {
        BoundedFile part = checked(name);
        if (part.length() > maxBytes) {
            throw new CheckpointException(part.name(), part.length() + " bytes: at most " + maxBytes + " are read");
        }
        return part.bytes(0, (int) part.length()).array();
    }

    /// One file of the archive, compared with its CRC-32 as it is read.
    ///
    /// @throws CheckpointException when there is no such file, or its own header contradicts the directory
    BoundedFile checked(String name) throws IOException {
        return ZipChecksum.checked(part(name), place(name).crc());
    }

    /// One file of the archive as it is, for formats with checksums of their own.
    ///
    /// @throws CheckpointException when there is no such file, or its own header contradicts the directory
    public BoundedFile part(String name) throws IOException {
        ZipEntryPlace place = place(name);
        ByteBuffer local = file.bytes(place.header(), LOCAL_BYTES);
        if (local.getInt(0) != LOCAL_SIGNATURE || local.getShort(8) != 0) {
            throw new CheckpointException(file.name(), "'" + name + "': no stored file begins where the directory says");
        }
        int head = LOCAL_BYTES + Short.toUnsignedInt(local.getShort(26)) + Short.toUnsignedInt(local.getShort(28));
        // Up to the next header, so that no two parts can share a byte.
        if (place.bytes() > place.end() - place.header() - head) {
            throw new CheckpointException(file.name(), "'" + name + "' of " + place.bytes() + " bytes at byte "
                    + place.header() + ": runs into what follows at " + place.end());
        }
        return file.part(file.name() + "/" + name, place.header() + head, place.bytes());
    }

    private ZipEntryPlace place(String name) throws CheckpointException {
        ZipEntryPlace place = entries.get(name);
        if (place == null) {
            throw new CheckpointException(file.name(), "no '" + name + "' in the archive");
        }
        return place;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
