package dev.lathe.bert.checkpoint;

import java.io.IOException;
import java.util.Objects;

/// A parameter and where its values are, which may be the other way round than its shape says.
///
/// @param entry name, type and shape as the Hugging Face checkpoint has them
/// @param file where the values are
/// @param start the first byte of the values
/// @param transposed whether the file holds `[in,out]` where the entry says `[out,in]`
record StoredParameter(TensorEntry entry, BoundedFile file, long start, boolean transposed) {
    private static final int CHUNK_VALUES = 1 << 18;

    /// As [Checkpoint#read(String, long, float[], int, int)].
    void read(String checkpoint, long first, float[] into, int offset, int count) throws IOException {
        FloatRange.check(checkpoint, entry, first, count);
        Objects.checkFromIndexSize(offset, count, into.length);
        if (count == 0) {
            return;
        }
        if (transposed) {
            readTransposed(first, into, offset, count);
        } else {
            file.readFloats(start + first * entry.type().bytes(), entry.type(), into, offset, count);
        }
        if (first + count == entry.elements()) {
            file.requireRight();
        }
    }

    /// Walks the stored `[in,out]` matrix once, in blocks of rows, and puts what falls into the wanted range in place.
    private void readTransposed(long first, float[] into, int offset, int count) throws IOException {
        StoredType type = entry.type();
        int outputs = entry.shape().get(0);
        int inputs = entry.shape().get(1);
        int blockRows = Math.clamp(CHUNK_VALUES / outputs, 1, inputs);
        float[] block = new float[Math.multiplyExact(blockRows, outputs)];
        int firstOutput = (int) (first / inputs);
        int lastOutput = (int) ((first + count - 1) / inputs);
        for (int row = 0; row < inputs; row += blockRows) {
            int rows = Math.min(blockRows, inputs - row);
            file.readFloats(start + (long) row * outputs * type.bytes(), type, block, 0, rows * outputs);
            for (int output = firstOutput; output <= lastOutput; output++) {
                long target = (long) output * inputs + row - first;
                int from = (int) Math.max(0, -target);
                int to = (int) Math.min(rows, count - target);
                for (int i = from; i < to; i++) {
                    into[offset + (int) target + i] = block[i * outputs + output];
                }
            }
        }
    }
}
