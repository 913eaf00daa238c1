package dev.lathe.bert.checkpoint;

import java.io.IOException;
import java.util.Optional;

/// Walks one tensor in slices until a value is not finite.
final class NonFiniteSearch {
    private NonFiniteSearch() {}

    static Optional<NonFiniteValue> in(Checkpoint checkpoint, TensorEntry entry) throws IOException {
        float[] slice = new float[(int) Math.min(entry.elements(), Checkpoint.SLICE)];
        for (long first = 0; first < entry.elements(); first += slice.length) {
            int count = (int) Math.min(slice.length, entry.elements() - first);
            checkpoint.read(entry.name(), first, slice, 0, count);
            for (int i = 0; i < count; i++) {
                if (!Float.isFinite(slice[i])) {
                    return Optional.of(new NonFiniteValue(entry.name(), first + i, slice[i]));
                }
            }
        }
        return Optional.empty();
    }
}
