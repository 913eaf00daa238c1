package dev.lathe.tensor.cpu.product;

import dev.lathe.tensor.cpu.loops.PackLoops;
import java.util.Arrays;

/// Copies parts of a matrix into panels that the tile loop reads from front to back.
///
/// A panel holds `width` rows (of a left operand) or columns (of a right one) for a range of the depth:
/// `[depth, width]`. What lies beyond the matrix's edge is filled with zeros, whose products land in elements that
/// are not kept.
public final class Packing {
    /// Elements of a row that are transposed before those of the next rows are.
    private static final int PART = 128;

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
                transposed(matrix.array(), from + i * matrix.stride(), matrix.stride(), depth, Math.min(width, count - i),
                        width, panels, at + i * depth);
            }
        }
    }

    /// The panels' lines are pieces of stored rows.
    private void straight(Matrix matrix, int from, int depth, int count, int width, float[] panels, int at) {
        int whole = width < PackLoops.GROUP || width % PackLoops.GROUP == 0 ? count - count % width : 0;
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

    /// The panel's lines run across stored rows.
    private void transposed(
            float[] from, int at, int stride, int depth, int count, int width, float[] panel, int panelAt) {
        if (count < width) {
            Arrays.fill(panel, panelAt, panelAt + depth * width, 0);
        } else if (width < PackLoops.GROUP) {
            loops.transposed(from, at, stride, depth, width, panel, panelAt);
            return;
        }
        turn(from, at, stride, count, depth, panel, panelAt, width);
    }

    /// Copies rows of `from` into columns of `to`: eight rows at a time, so that eight reads go forward together, and
    /// a part of each row, so that lines of `to` are filled while they are in the first cache.
    ///
    /// @param cols elements of a row
    /// @param stride from one row to the next, in `from`
    /// @param toStride the same in `to`
    void turn(float[] from, int at, int stride, int rows, int cols, float[] to, int toAt, int toStride) {
        int whole = rows - rows % PackLoops.GROUP;
        for (int j = 0; j < cols; j += PART) {
            int part = Math.min(PART, cols - j);
            for (int i = 0; i < whole; i += PackLoops.GROUP) {
                loops.transposed(from, at + i * stride + j, stride, part, toStride, to, toAt + j * toStride + i);
            }
        }
        for (int i = whole; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                to[toAt + j * toStride + i] = from[at + i * stride + j];
            }
        }
    }
}
