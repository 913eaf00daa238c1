package dev.lathe.tensor.cpu;

/// Copies parts of a matrix into panels that the tile loop reads from front to back.
///
/// A panel holds `width` rows (of a) or columns (of b) for a range of the depth: `[depth, width]`. What lies
/// beyond the matrix's edge is filled with zeros, whose products land in elements that are not kept.
final class Packing {
    private final PackLoops loops;

    Packing(PackLoops loops) {
        this.loops = loops;
    }

    /// Packs columns `first` to `first + count` of `b`, for `depth` rows from `k` on.
    void columns(Matrix b, int k, int depth, int first, int count, int width, float[] panel, int panelAt) {
        if (b.transposed()) {
            turned(b.array(), b.at() + first * b.stride() + k, b.stride(), depth, count, width, panel, panelAt);
        } else {
            straight(b.array(), b.at() + k * b.stride() + first, b.stride(), depth, count, width, panel, panelAt);
        }
    }

    /// Packs rows `first` to `first + count` of `a`, for `depth` columns from `k` on.
    void rows(Matrix a, int k, int depth, int first, int count, int width, float[] panel, int panelAt) {
        if (a.transposed()) {
            straight(a.array(), a.at() + k * a.stride() + first, a.stride(), depth, count, width, panel, panelAt);
        } else {
            turned(a.array(), a.at() + first * a.stride() + k, a.stride(), depth, count, width, panel, panelAt);
        }
    }

    /// The panel's lines are pieces of stored rows.
    private void straight(
            float[] from, int at, int stride, int depth, int count, int width, float[] panel, int panelAt) {
        if (count == width && width % PackLoops.GROUP == 0) {
            loops.straight(from, at, stride, depth, width, panel, panelAt);
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

    /// The panel's lines run across stored rows: eight rows at a time, so that eight reads go forward together.
    private void turned(
            float[] from, int at, int stride, int depth, int count, int width, float[] panel, int panelAt) {
        int i = 0;
        for (; i + PackLoops.GROUP <= count; i += PackLoops.GROUP) {
            loops.turned(from, at + i * stride, stride, depth, width, panel, panelAt + i);
        }
        for (; i < width; i++) {
            for (int k = 0; k < depth; k++) {
                panel[panelAt + k * width + i] = i < count ? from[at + i * stride + k] : 0;
            }
        }
    }
}
