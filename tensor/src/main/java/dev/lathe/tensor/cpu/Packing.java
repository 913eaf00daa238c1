package dev.lathe.tensor.cpu;

/// Copies parts of a matrix into panels that the tile loop reads from front to back.
///
/// A panel holds `width` rows (of a) or columns (of b) for a range of the depth: `[depth, width]`. What lies
/// beyond the matrix's edge is filled with zeros, whose products land in elements that are not kept.
final class Packing {
    private static final int GROUP = 8;

    private Packing() {}

    /// Packs columns `first` to `first + count` of `b`, for `depth` rows from `k` on.
    static void columns(Matrix b, int k, int depth, int first, int count, int width, float[] panel, int panelAt) {
        if (b.transposed()) {
            turned(b.array(), b.at() + first * b.stride() + k, b.stride(), depth, count, width, panel, panelAt);
        } else {
            straight(b.array(), b.at() + k * b.stride() + first, b.stride(), depth, count, width, panel, panelAt);
        }
    }

    /// Packs rows `first` to `first + count` of `a`, for `depth` columns from `k` on.
    static void rows(Matrix a, int k, int depth, int first, int count, int width, float[] panel, int panelAt) {
        if (a.transposed()) {
            straight(a.array(), a.at() + k * a.stride() + first, a.stride(), depth, count, width, panel, panelAt);
        } else {
            turned(a.array(), a.at() + first * a.stride() + k, a.stride(), depth, count, width, panel, panelAt);
        }
    }

    /// The panel's lines are pieces of stored rows.
    private static void straight(
            float[] from, int at, int stride, int depth, int count, int width, float[] panel, int panelAt) {
        if (count == width && width % GROUP == 0) {
            for (int i = 0; i < width; i += GROUP) {
                eightStraight(from, at + i, stride, depth, width, panel, panelAt + i);
            }
            return;
        }
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

    /// Written out: a loop over so few elements would take longer to set up than to run.
    private static void eightStraight(
            float[] from, int at, int stride, int depth, int width, float[] panel, int panelAt) {
        for (int k = 0; k < depth; k++) {
            int source = at + k * stride;
            int target = panelAt + k * width;
            panel[target] = from[source];
            panel[target + 1] = from[source + 1];
            panel[target + 2] = from[source + 2];
            panel[target + 3] = from[source + 3];
            panel[target + 4] = from[source + 4];
            panel[target + 5] = from[source + 5];
            panel[target + 6] = from[source + 6];
            panel[target + 7] = from[source + 7];
        }
    }

    /// The panel's lines run across stored rows: eight rows at a time, so that eight reads go forward together.
    private static void turned(
            float[] from, int at, int stride, int depth, int count, int width, float[] panel, int panelAt) {
        int i = 0;
        for (; i + GROUP <= count; i += GROUP) {
            eightTurned(from, at + i * stride, stride, depth, width, panel, panelAt + i);
        }
        for (; i < width; i++) {
            for (int k = 0; k < depth; k++) {
                panel[panelAt + k * width + i] = i < count ? from[at + i * stride + k] : 0;
            }
        }
    }

    private static void eightTurned(
            float[] from, int at, int stride, int depth, int width, float[] panel, int panelAt) {
        for (int k = 0; k < depth; k++) {
            int source = at + k;
            int target = panelAt + k * width;
            panel[target] = from[source];
            panel[target + 1] = from[source + stride];
            panel[target + 2] = from[source + 2 * stride];
            panel[target + 3] = from[source + 3 * stride];
            panel[target + 4] = from[source + 4 * stride];
            panel[target + 5] = from[source + 5 * stride];
            panel[target + 6] = from[source + 6 * stride];
            panel[target + 7] = from[source + 7 * stride];
        }
    }
}
