package dev.lathe.tensor.cpu.threads;

import java.util.EnumMap;
import java.util.Map;

/// Memory of one running job, kept for the next: arrays that grow to what was ever asked of them.
public final class Scratch {
    /// What an array is for; each use has its own, so that nested calls do not overwrite each other.
    public enum Use {
        PACKED_A,
        PACKED_B,
        SHARED_A,
        SHARED_B,
        TILE,
        SCORES,
        GRAD_SCORES,
        KEEP,
        PARTIAL,
        PARTIAL_2,
        TOTAL,
        TOTAL_2
    }

    private final Map<Use, float[]> arrays = new EnumMap<>(Use.class);
    private int[] words = new int[0];
    private long bytes;

    /// An array of at least `size` elements of undefined content.
    public float[] floats(Use use, int size) {
        float[] array = arrays.get(use);
        if (array == null || array.length < size) {
            bytes += (long) Float.BYTES * (size - (array == null ? 0 : array.length));
            array = new float[size];
            arrays.put(use, array);
        }
        return array;
    }

    /// Random words of at least `size` elements of undefined content.
    public int[] words(int size) {
        if (words.length < size) {
            bytes += (long) Integer.BYTES * (size - words.length);
            words = new int[size];
        }
        return words;
    }

    /// What the arrays take.
    long bytes() {
        return bytes;
    }
}
