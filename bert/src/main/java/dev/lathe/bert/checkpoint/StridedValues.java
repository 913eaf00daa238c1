package dev.lathe.bert.checkpoint;

import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.StoredType;
import java.io.IOException;
import java.util.List;

/// Values of a tensor that are no rows one after another, such as a slice of a matrix or one whose axes were exchanged.
///
/// What lies between the first and the last value wanted is read at once, and the values are taken from it: each byte once, unless a
/// tensor of more than [#MOST_VALUES] is far from the order in which it is stored.
final class StridedValues {
    /// More than the largest matrix of a BERT.
    private static final int MOST_VALUES = 1 << 25;

    private final long[] shape;
    private final long[] strides;

    /// @param strides for each axis the distance of neighbours, counted in values; none negative
    StridedValues(List<Integer> shape, List<Long> strides) {
        this.shape = shape.stream().mapToLong(Integer::longValue).toArray();
        this.strides = strides.stream().mapToLong(Long::longValue).toArray();
    }

    /// Reads some of the values, in the tensor's order.
    ///
    /// @param start the byte of the tensor's first value
    void read(BoundedFile file, long start, StoredType type, long first, float[] into, int offset, int count) throws IOException {
        for (int done = 0; done < count; ) {
            long low = place(first + done);
            long high = low;
            int end = done + 1;
            for (; end < count; end++) {
                long place = place(first + end);
                if (Math.max(high, place) - Math.min(low, place) >= MOST_VALUES) {
                    break;
                }
                low = Math.min(low, place);
                high = Math.max(high, place);
            }
            var span = new float[(int) (high - low) + 1];
            file.readFloats(start + low * type.bytes(), type, span, 0, span.length);
            for (; done < end; done++) {
                into[offset + done] = span[(int) (place(first + done) - low)];
            }
        }
    }

    /// Where a value is, counted in values from the tensor's first.
    private long place(long index) {
        long place = 0;
        long rest = index;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            place += rest % shape[axis] * strides[axis];
            rest /= shape[axis];
        }
        return place;
    }
}
