package dev.lathe.tensor.cpu;

import java.util.Arrays;

/// Copies parts of a matrix into panels that the tile loop reads from front to back.
///
/// A panel holds `width` rows (of a left operand) or columns (of a right one) for a range of the depth:
/// `[depth, width]`. What lies beyond the matrix's edge is filled with zeros, whose products land in elements that
/// are not kept.
final class Packing {
    private final PackLoops loops;

    Packing(PackLoops loops) {
        this.loops = loops;
    }

    /// Packs `count` rows or columns from `first` on, for `depth` elements from `k` on, into panels one after another.
    ///
    /// @param left whether panels hold rows of the matrix; else columns
    void pack(
            Matrix matrix, boolean left, int k, int depth, int first, int count, int width, float[] panels, int at) {
        // Stored rows run along the depth for a left operand, across it for a right one, and the reverse if transposed.
        if (left == matrix.transposed()) {
            straight(matrix, matrix.at() + k * matrix.stride() + first, depth, count, width, panels, at);
        } else {
            int from = matrix.at() + first * matrix.stride() + k;
            for (int i = 0; i < count; i += width) {
                turned(matrix.array(), from + i * matrix.stride(), matrix.stride(), depth, Math.min(width, count - i),
                        width, panels, at + i * depth);
            }
        }
    }

    /// The panels' lines are pieces of stored rows.
    private void straight(Matrix matrix, int from, int depth, int count, int width, float[] panels, int at) {
        int whole = width % PackLoops.GROUP == 0 ? count - count % width : 0;
        if (whole > 0) {
            loops.straight(matrix.array(), from, matrix.stride(), depth, width, whole / width, panels, at);
        }
        for (int i = whole; i < count; i += width) {
            partly(matrix.array(), from + i, matrix.stride(), depth, Math.min(width, count - i), width,
                    panels, at + i * depth);
        }
    }

    private static void partly(
            float[] from, int at, int stride, int depth, int count, int width, float[] panel, int panelAt) {
        for (int k = 0; k < depth; k++) {
            int source = at + k * stride;
            int target = panelAt + k * width;
            for (int i = 0; i < count; i++) {
                panel[target + i] = from[source + i];
            }
            for (int i = count; i < width; i++) {
                panel[target + i] = 0;
            }
        }
    }

    /// The panel's lines run across stored rows: eight rows at a time, so that eight reads go forward together.
    private void turned(
            float[] from, int at, int stride, int depth, int count, int width, float[] panel, int panelAt) {
        if (count < width) {
            Arrays.fill(panel, panelAt, panelAt + depth * width, 0);
        }
        int i = 0;
        for (; i + PackLoops.GROUP <= count; i += PackLoops.GROUP) {
            loops.turned(from, at + i * stride, stride, depth, width, panel, panelAt + i);
        }
        for (; i < count; i++) {
            for (int k = 0; k < depth; k++) {
                panel[panelAt + k * width + i] = from[at + i * stride + k];
            }
        }
    }
}
