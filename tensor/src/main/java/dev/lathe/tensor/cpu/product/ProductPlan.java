package dev.lathe.tensor.cpu.product;

/// Sizes of one product and how its depth is cut.
///
/// @param later where the chains of later parts of the depth start: from what the earlier ones left
/// @param width columns of a panel of `b`
/// @param parts of the depth, one after another
/// @param partDepth of all parts but the last
record ProductPlan(
        Matrix a, Matrix c, ChainStart start, ChainStart later, Gemm.Finish finish,
        int m, int n, int k, int width, int parts, int partDepth) {
    private static final int DEPTH = 512;

    static ProductPlan of(
            Matrix a, Matrix c, ChainStart start, Gemm.Finish finish, int m, int n, int k, int width) {
        int parts = Math.max(1, Math.ceilDiv(k, DEPTH));
        int partDepth = Math.max(1, Math.ceilDiv(k, parts));
        return new ProductPlan(a, c, start, ChainStart.held(c), finish, m, n, k, width, parts, partDepth);
    }

    int panels() {
        return Math.ceilDiv(n, width);
    }

    /// Where a part begins.
    int from(int part) {
        return part * partDepth;
    }

    int depth(int part) {
        return Math.min(partDepth, k - from(part));
    }

    /// Where the chains of this part of the depth start.
    ChainStart start(int part) {
        return part == 0 ? start : later;
    }

    boolean finishes(int part) {
        return part == parts - 1 && finish != Gemm.Finish.NOTHING;
    }
}
