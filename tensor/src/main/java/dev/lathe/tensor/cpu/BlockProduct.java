package dev.lathe.tensor.cpu;

/// A block of a matrix product on one thread, for one part of the depth: strips of `a` against panels of `b`.
///
/// The tile loop reads lines: neighbouring elements of a strip or a panel at one depth. A matrix that is stored so is
/// read where it lies if little of it is used again; else a copy is packed next to the core.
final class BlockProduct {
    /// Elements of `b` that are passed over before the next rows are: they stay in the second cache meanwhile.
    private static final int PASSED_OVER = 1 << 17;
    /// Up to so many rows, copying `b` takes longer than what it saves.
    private static final int FEW_ROWS = 16;
    /// Up to so many lines, `a` is in the caches after its first use.
    private static final int FEW_LINES = 128;

    private final TileLoops tiles;
    private final Packing packing;
    private final int tileRows;
    private final int tileCols;

    BlockProduct(TileLoops tiles, Packing packing) {
        this.tiles = tiles;
        this.packing = packing;
        this.tileRows = tiles.rows();
        this.tileCols = tiles.cols();
    }

    /// Rows and panels of the result, the last ones excluded.
    record Block(int row, int lastRow, int panel, int lastPanel) {
        int rows() {
            return lastRow - row;
        }
    }

    /// Strips or panels one after another, as the tile loop reads them.
    ///
    /// @param line from one line to the next
    /// @param next from one strip or panel to the next
    private record Lines(float[] array, int at, int line, int next) {}

    void run(ProductPlan plan, int part, Operand left, Operand right, Block block, Scratch scratch) {
        int depth = plan.depth(part);
        Lines a = left(plan, part, left, block, scratch);
        int panelsAtOnce = right instanceof Operand.Packed
                ? Math.max(1, PASSED_OVER / tileCols / Math.max(1, depth))
                : 1;
        for (int panel = block.panel; panel < block.lastPanel; panel += panelsAtOnce) {
            int lastPanel = Math.min(block.lastPanel, panel + panelsAtOnce);
            Lines b = right(plan, part, right, panel, block.rows(), scratch);
            for (int row = block.row, aAt = a.at; row < block.lastRow; row += tileRows, aAt += a.next) {
                for (int p = panel, bAt = b.at; p < lastPanel; p++, bAt += b.next) {
                    tile(plan, part, row, p * tileCols, a, aAt, b, bAt, scratch);
                }
            }
            if (plan.finishes(part)) {
                finish(plan, block, panel * tileCols, Math.min(plan.n(), lastPanel * tileCols));
            }
        }
    }

    private static void finish(ProductPlan plan, Block block, int column, int lastColumn) {
        for (int row = block.row; row < block.lastRow; row++) {
            plan.finish().run(row, column, lastColumn - column);
        }
    }

    /// The strips of a block.
    private Lines left(ProductPlan plan, int part, Operand left, Block block, Scratch scratch) {
        int depth = plan.depth(part);
        return switch (left) {
            case Operand.Packed(float[] strips, int at) ->
                new Lines(strips, at + block.row * depth, tileRows, tileRows * depth);
            case Operand.Raw(Matrix a) when a.transposed() && depth <= FEW_LINES && block.rows() % tileRows == 0 ->
                new Lines(a.array(), a.at() + plan.from(part) * a.stride() + block.row, a.stride(), tileRows);
            case Operand.Raw(Matrix a) -> {
                float[] copy = scratch.floats(Scratch.Use.PACKED_A, (block.rows() + tileRows - 1) * depth);
                packing.pack(a, true, plan.from(part), depth, block.row, block.rows(), tileRows, copy, 0);
                yield new Lines(copy, 0, tileRows, tileRows * depth);
            }
        };
    }

    /// The panels of a block from one on; a single one where they are not packed.
    private Lines right(ProductPlan plan, int part, Operand right, int panel, int rows, Scratch scratch) {
        int depth = plan.depth(part);
        int column = panel * tileCols;
        int cols = Math.min(tileCols, plan.n() - column);
        return switch (right) {
            case Operand.Packed(float[] panels, int at) ->
                new Lines(panels, at + column * depth, tileCols, tileCols * depth);
            case Operand.Raw(Matrix b) when !b.transposed() && rows <= FEW_ROWS && cols == tileCols ->
                new Lines(b.array(), b.at() + plan.from(part) * b.stride() + column, b.stride(), tileCols);
            case Operand.Raw(Matrix b) -> {
                float[] copy = scratch.floats(Scratch.Use.PACKED_B, tileCols * depth);
                packing.pack(b, false, plan.from(part), depth, column, cols, tileCols, copy, 0);
                yield new Lines(copy, 0, tileCols, tileCols * depth);
            }
        };
    }

    private void tile(
            ProductPlan plan, int part, int row, int column, Lines a, int aAt, Lines b, int bAt, Scratch scratch) {
        Matrix c = plan.c();
        ChainStart start = plan.start(part);
        int depth = plan.depth(part);
        int rows = Math.min(tileRows, plan.m() - row);
        int cols = Math.min(tileCols, plan.n() - column);
        if (rows == tileRows && cols == tileCols && !c.transposed()) {
            tiles.multiply(depth, a.array, aAt, a.line, b.array, bAt, b.line,
                    start.array(), start.at(row, column), start.rowStep(),
                    c.array(), c.at() + row * c.stride() + column, c.stride());
        } else {
            // What reaches over an edge of the result is computed aside.
            float[] edge = scratch.floats(Scratch.Use.TILE, tileRows * tileCols);
            start.read(row, rows, column, cols, edge, tileCols);
            tiles.multiply(depth, a.array, aAt, a.line, b.array, bAt, b.line, edge, 0, tileCols, edge, 0, tileCols);
            c.write(row, rows, column, cols, edge, tileCols);
        }
    }
}
