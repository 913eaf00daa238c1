package dev.lathe.bert.checkpoint;

import dev.lathe.bert.checkpoint.file.BoundedFile;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/// A parameter and where its values are, which may be the other way round than its shape says.
///
/// @param entry name, type and shape as the Hugging Face checkpoint has them
/// @param file where the values are
/// @param start the first byte of the values
/// @param transposed whether the file holds `[in,out]` where the entry says `[out,in]`
/// @param strides for each axis the distance of neighbours, counted in values, where neither rows nor columns follow each other; else
///     none
public record StoredParameter(TensorEntry entry, BoundedFile file, long start, boolean transposed, List<Long> strides) {
    private static final int CHUNK_VALUES = 1 << 18;
    /// Below that a system's read of what is not wanted takes less time than one more read.
    private static final int LEAST_BYTES_PASSED_OVER = 1 << 12;

    public StoredParameter {
        strides = List.copyOf(strides);
    }

    /// One whose rows or columns follow each other.
    public StoredParameter(TensorEntry entry, BoundedFile file, long start, boolean transposed) {
        this(entry, file, start, transposed, List.of());
    }

    /// As [Checkpoint#read(String, long, float[], int, int)].
    public void read(String checkpoint, long first, float[] into, int offset, int count) throws IOException {
        FloatRange.check(checkpoint, entry, first, count);
        Objects.checkFromIndexSize(offset, count, into.length);
        if (count == 0) {
            return;
        }
        if (!strides.isEmpty()) {
            new StridedValues(entry.shape(), strides).read(file, start, entry.type(), first, into, offset, count);
        } else if (transposed) {
            int inputs = entry.shape().get(1);
            int ofFirst = (int) Math.min(count, inputs - first % inputs);
            if (ofFirst < count && count <= inputs) {
                // The end of one output and the start of the next: no row is needed for both.
                readTransposed(first, into, offset, ofFirst);
                readTransposed(first + ofFirst, into, offset + ofFirst, count - ofFirst);
            } else {
                readTransposed(first, into, offset, count);
            }
        } else {
            file.readFloats(start + first * entry.type().bytes(), entry.type(), into, offset, count);
        }
        if (first + count == entry.elements()) {
            file.requireRight();
        }
    }

    /// Walks the stored `[in,out]` matrix once, in blocks of rows, and puts what falls into the wanted range in place.
    private void readTransposed(long first, float[] into, int offset, int count) throws IOException {
        int inputs = entry.shape().get(1);
        Columns columns = columns((int) (first / inputs), (int) ((first + count - 1) / inputs));
        boolean inOneOutput = first / inputs == (first + count - 1) / inputs;
        int firstRow = inOneOutput ? (int) (first % inputs) : 0;
        int endRow = inOneOutput ? firstRow + count : inputs;
        int blockRows = Math.clamp(CHUNK_VALUES / columns.width(), 1, endRow - firstRow);
        float[] block = new float[Math.multiplyExact(blockRows, columns.width())];
        for (int row = firstRow; row < endRow; row += blockRows) {
            int rows = Math.min(blockRows, endRow - row);
            readRows(row, rows, columns, block);
            for (int output = columns.first(); output <= columns.last(); output++) {
                long target = (long) output * inputs + row - first;
                int from = (int) Math.max(0, -target);
                int to = (int) Math.min(rows, count - target);
                for (int i = from; i < to; i++) {
                    into[offset + (int) target + i] = block[i * columns.width() + output - columns.start()];
                }
            }
        }
    }

    /// What is read of each stored row.
    ///
    /// @param first the first output that is wanted
    /// @param last the last one
    /// @param start the first that is read
    /// @param width how many are read
    private record Columns(int first, int last, int start, int width) {}

    /// Of long rows only what is wanted; of short ones all, for passing over takes longer.
    private Columns columns(int first, int last) {
        int outputs = entry.shape().get(0);
        int wanted = last - first + 1;
        return (long) (outputs - wanted) * entry.type().bytes() > LEAST_BYTES_PASSED_OVER
                ? new Columns(first, last, first, wanted)
                : new Columns(first, last, 0, outputs);
    }

    private void readRows(int row, int rows, Columns columns, float[] block) throws IOException {
        int outputs = entry.shape().get(0);
        int width = columns.width();
        if (width == outputs) {
            file.readFloats(place(row, 0), entry.type(), block, 0, rows * width);
            return;
        }
        for (int i = 0; i < rows; i++) {
            file.readFloats(place(row + i, columns.start()), entry.type(), block, i * width, width);
        }
    }

    private long place(int row, int output) {
        return start + ((long) row * entry.shape().get(0) + output) * entry.type().bytes();
    }
}
