package dev.lathe.bert.checkpoint.tensorflow;

import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Walks the entries of one block of a [SortedTable]: each key is written as what it adds to the one before.
final class TableEntries {
    private static final int MAX_KEY_BYTES = 1 << 12;

    private final BoundedFile file;
    private final String name;
    private final ByteBuffer bytes;
    private String key = "";
    private int valueStart;
    private int valueBytes;

    TableEntries(BoundedFile file, String name, ByteBuffer bytes) {
        this.file = file;
        this.name = name;
        this.bytes = bytes;
    }

    /// A whole block, at whose end stand the places of keys that are written in full, and their number.
    static TableEntries ofBlock(BoundedFile file, String name, ByteBuffer block) throws CheckpointException {
        int restarts = block.limit() < Integer.BYTES ? -1 : block.getInt(block.limit() - Integer.BYTES);
        long end = block.limit() - Integer.BYTES * (restarts + 1L);
        if (restarts < 0 || end < 0) {
            throw new CheckpointException(file.name(), name + ": " + restarts + " restarts in " + block.limit() + " bytes");
        }
        return new TableEntries(file, name, block.limit((int) end));
    }

    /// Moves to the next entry; false at the end.
    boolean next() throws CheckpointException {
        if (!bytes.hasRemaining()) {
            return false;
        }
        long shared = varint();
        long added = varint();
        long value = varint();
        if (shared < 0 || shared > key.length() || added < 0 || added > MAX_KEY_BYTES - shared
                || value < 0 || value > bytes.remaining() - added) {
            throw new CheckpointException(file.name(), name + ": entry before byte " + bytes.position()
                    + " shares " + Long.toUnsignedString(shared) + ", adds " + Long.toUnsignedString(added)
                    + " and holds " + Long.toUnsignedString(value) + " bytes");
        }
        byte[] suffix = new byte[(int) added];
        bytes.get(suffix);
        key = key.substring(0, (int) shared) + new String(suffix, StandardCharsets.ISO_8859_1);
        valueStart = bytes.position();
        valueBytes = (int) value;
        bytes.position(valueStart + valueBytes);
        return true;
    }

    String key() {
        return key;
    }

    /// Where the entry's value begins in the block.
    int valueStart() {
        return valueStart;
    }

    ByteBuffer value() {
        return bytes.slice(valueStart, valueBytes);
    }

    long varint() throws CheckpointException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (!bytes.hasRemaining()) {
                throw new CheckpointException(file.name(), name + ": cut short inside a number");
            }
            int next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new CheckpointException(file.name(), name + ": a number of more than 10 bytes");
    }
}
