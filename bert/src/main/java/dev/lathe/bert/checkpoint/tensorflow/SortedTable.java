package dev.lathe.bert.checkpoint.tensorflow;

import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.ProtobufMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// The table of sorted keys in which TensorFlow keeps what a checkpoint holds: LevelDB's format, uncompressed.
///
/// A footer of 48 bytes points to an index block, which points to blocks of entries. Each block is followed by a byte
/// for its compression and its checksum. Source: `doc/table_format.md` of LevelDB.
final class SortedTable {
    private static final int FOOTER_BYTES = 48;
    private static final long MAGIC = 0xdb4775248b80fb57L;
    private static final int TRAILER_BYTES = 5;
    private static final int MAX_BLOCK_BYTES = 1 << 26;
    private static final int MAX_KEYS = 100_000;
    /// All keys together, since a key of thousands of bytes may take three in the file.
    private static final long MAX_KEY_BYTES = 1 << 24;

    private final BoundedFile file;
    private final Map<String, ProtobufMessage.Span> values = new LinkedHashMap<>();
    private String lastKey = "";
    private long keyBytes;
    private long blockEnd;

    private SortedTable(BoundedFile file) {
        this.file = file;
    }

    /// Where the value of each key is in the file; keys are bytes, each of them a character.
    ///
    /// @throws CheckpointException when a block is broken or compressed, or the keys are not in order
    static Map<String, ProtobufMessage.Span> read(BoundedFile file) throws IOException {
        var table = new SortedTable(file);
        table.readBlocks();
        return table.values;
    }

    private void readBlocks() throws IOException {
        if (file.length() < FOOTER_BYTES) {
            throw new CheckpointException(file.name(), file.length() + " bytes: too short for a TensorFlow index");
        }
        ByteBuffer footer = file.bytes(file.length() - FOOTER_BYTES, FOOTER_BYTES);
        if (footer.getLong(FOOTER_BYTES - Long.BYTES) != MAGIC) {
            throw new CheckpointException(file.name(), "not a TensorFlow index, or cut short: its last 8 bytes are wrong");
        }
        var handles = new TableEntries(file, "footer", footer);
        handles.varint();
        handles.varint();
        TableEntries index = block("index block", handles.varint(), handles.varint());
        while (index.next()) {
            ByteBuffer handle = index.value();
            var place = new TableEntries(file, "index block", handle);
            readBlock(place.varint(), place.varint());
        }
    }

    private void readBlock(long start, long bytes) throws IOException {
        String name = "block at byte " + start;
        // In order and apart: otherwise a small file could have one block read many times over.
        if (start < blockEnd) {
            throw new CheckpointException(file.name(), name + ": the block before it ends at " + blockEnd);
        }
        TableEntries entries = block(name, start, bytes);
        blockEnd = start + bytes;
        while (entries.next()) {
            String key = entries.key();
            if (!values.isEmpty() && key.compareTo(lastKey) <= 0) {
                throw new CheckpointException(file.name(), name + ": '" + key + "' follows '" + lastKey + "'");
            }
            keyBytes += key.length();
            if (values.size() == MAX_KEYS || keyBytes > MAX_KEY_BYTES) {
                throw new CheckpointException(
                        file.name(), "more than " + MAX_KEYS + " names or " + MAX_KEY_BYTES + " bytes of them");
            }
            lastKey = key;
            long valueStart = start + entries.valueStart();
            values.put(key, new ProtobufMessage.Span(valueStart, valueStart + entries.value().remaining()));
        }
    }

    private TableEntries block(String name, long start, long bytes) throws IOException {
        if (start < 0 || bytes < 0 || bytes > MAX_BLOCK_BYTES || start > file.length() - TRAILER_BYTES - bytes) {
            throw new CheckpointException(file.name(), name + ": " + Long.toUnsignedString(bytes) + " bytes from "
                    + Long.toUnsignedString(start) + " on do not fit a file of " + file.length());
        }
        ByteBuffer block = file.bytes(start, (int) bytes + TRAILER_BYTES);
        int stored = block.getInt((int) bytes + 1);
        int found = MaskedCrc.of(file, start, bytes + 1);
        if (stored != found) {
            throw new CheckpointException(file.name(),
                    "%s: crc32c is %08x: stored is %08x".formatted(name, found, stored));
        }
        byte compression = block.get((int) bytes);
        if (compression != 0) {
            throw new CheckpointException(file.name(), name + ": compression " + compression + ": only 0, none, is read");
        }
        return TableEntries.ofBlock(file, name, block.limit((int) bytes));
    }
}
