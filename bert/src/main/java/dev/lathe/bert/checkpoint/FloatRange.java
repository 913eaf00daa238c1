package dev.lathe.bert.checkpoint;

import dev.lathe.bert.checkpoint.file.CheckpointException;

/// The checks that every read of a range makes before it touches the file.
public final class FloatRange {
    private FloatRange() {}

    public static void check(String file, TensorEntry entry, long first, int count) throws CheckpointException {
        if (!entry.type().readsAsFloat()) {
            throw new CheckpointException(
                    file, "'" + entry.name() + "' is stored as " + entry.type() + ": does not read as float");
        }
        if (first < 0 || count < 0 || first > entry.elements() - count) {
            throw new IndexOutOfBoundsException("'" + entry.name() + "' " + entry.shapeText() + ": no " + count
                    + " values from " + first + " on");
        }
    }
}
