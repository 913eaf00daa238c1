package dev.lathe.tensor.cpu.product;

import dev.lathe.tensor.cpu.loops.TileLoops;
import dev.lathe.tensor.cpu.threads.Scratch;

/// A block of a matrix product on one thread, for one part of the depth: strips of `a` against panels of `b`.
///
/// The tile loop reads lines: neighbouring elements of a strip or a panel at one depth. Where an operand is read only a
/// few times, the loop reads it in the place where it lies; else a copy is packed next to the core.
final class BlockProduct {
    /// Elements of `b` that are passed over before the next rows are: they stay in the second cache meanwhile.
    private static final int PASSED_OVER = 1 << 17;
    /// The same of a `b` that this block alone packs, a part after the other: they should still be in the first caches.
    private static final int JUST_PACKED = 1 << 15;
    /// Up to so many rows, copying a `b` that is not transposed takes longer than what it saves.
    private static final int FEW_ROWS = 64;
    /// Up to so many columns, the same is true of `a`.
    private static final int FEW_COLUMNS = 64;
    /// Up to so much of rows times depth, rows one after another take less time than a tile and copies of its edge.
    private static final int SHORT = 64;

    private final TileLoops tiles;
    private final Packing packing;
    private final int tileRows;
    private final int tileCols;
    private final int lowRows;

    BlockProduct(TileLoops tiles, Packing packing) {
        this.tiles = tiles;
        this.packing = packing;
        this.tileRows = tiles.rows();
        this.tileCols = tiles.cols();
        this.lowRows = tiles.lowRows();
    }

    /// Rows and panels of the result, the last ones excluded.
    record Block(int row, int lastRow, int panel, int lastPanel) {
        int rows() {
            return lastRow - row;
        }
    }

    /// The row from which on the strips of a block are low: few rows that are left fill more of one low strip, or of two in place
    /// of the last whole one and theirs, than of another whole one.
    int firstLow(int row, int lastRow) {
        int left = (lastRow - row) % tileRows;
        if (left < 2 || left > lowRows) {
            return lastRow;
        }
        boolean two = left + tileRows <= 2 * lowRows && left + tileRows <= lastRow - row;
        return lastRow - left - (two ? tileRows : 0);
    }

    /// Panels as the tile loop reads them.
    ///
    /// @param first column
    /// @param at where it lies
    /// @param next from there to the next column; panels are packed one after another
    /// @param line from one line to the next
    private record Panels(float[] array, int first, int at, int next, int line) {
        int at(int column) {
            return at + (column - first) * next;
        }
    }

    /// Strips of rows as a tile loop reads them.
    ///
    /// @param first row
    /// @param at where it lies
    /// @param next from there to the next row; strips are packed one after another
    /// @param step from one line to the next, or from one row to the next, whichever the loop wants; 0 for packed lines, which
    ///     are as long as a strip is high
    private record Strips(Form form, float[] array, int first, int at, int next, int step) {
        int at(int row) {
            return at + (row - first) * next;
        }

        int step(int height) {
            return step == 0 ? height : step;
        }
    }

    /// The loop that strips are for.
    private enum Form {
        LINES,
        ROWS,
        NARROW
    }

    void run(ProductPlan plan, int part, Operand left, Operand right, Block block, Scratch scratch) {
        int depth = plan.depth(part);
        boolean linesOfB = readsLines(plan, right, block);
        int firstLow = isNarrow(plan) ? block.lastRow : firstLow(block.row, block.lastRow);
        int firstPacked = firstPacked(left, block, firstLow);
        Strips packed = packed(plan, part, left, firstPacked, firstLow, block.lastRow, scratch);
        Strips inPlace = inPlace(plan, part);
        int panelsAtOnce = panelsAtOnce(plan, depth, right, linesOfB);
        for (int panel = block.panel; panel < block.lastPanel; panel += panelsAtOnce) {
            int lastPanel = Math.min(block.lastPanel, panel + panelsAtOnce);
            Panels b = panels(plan, part, right, panel, lastPanel, linesOfB, scratch);
            int height;
            for (int row = block.row; row < block.lastRow; row += height) {
                height = row < firstLow ? tileRows : lowRows;
                multiply(plan, part, row, height, panel, lastPanel, row >= firstPacked ? packed : inPlace, b, scratch);
            }
            if (plan.finishes(part)) {
                finish(plan, block, panel * plan.width(), Math.min(plan.n(), lastPanel * plan.width()));
            }
        }
    }

    /// Panels that a strip is multiplied by before the next strip is.
    private static int panelsAtOnce(ProductPlan plan, int depth, Operand right, boolean linesOfB) {
        if (linesOfB) {
            return 1;
        }
        int elements = right instanceof Operand.Packed ? PASSED_OVER : JUST_PACKED;
        return Math.max(1, elements / plan.width() / Math.max(1, depth));
    }

    private static void finish(ProductPlan plan, Block block, int column, int lastColumn) {
        for (int row = block.row; row < block.lastRow; row++) {
            plan.finish().run(row, column, lastColumn - column);
        }
    }

    /// Whether the lines of `b` are read where they lie.
    private boolean readsLines(ProductPlan plan, Operand right, Block block) {
        return right instanceof Operand.Raw(Matrix b) && !b.transposed() && block.rows() <= FEW_ROWS && !isNarrow(plan);
    }

    /// Rows before this one are read where they lie: those of whole strips.
    private int firstPacked(Operand left, Block block, int firstLow) {
        if (left instanceof Operand.Packed || width(block) > FEW_COLUMNS) {
            return block.row;
        }
        int low = block.lastRow - firstLow;
        return low > 0 ? firstLow + low / lowRows * lowRows : block.row + block.rows() / tileRows * tileRows;
    }

    private int width(Block block) {
        return (block.lastPanel - block.panel) * tileCols;
    }

    private boolean isNarrow(ProductPlan plan) {
        return plan.width() < tileCols;
    }

    private Strips packed(
            ProductPlan plan, int part, Operand left, int first, int firstLow, int last, Scratch scratch) {
        int depth = plan.depth(part);
        return switch (left) {
            case Operand.Packed(float[] strips, int at) -> new Strips(Form.LINES, strips, 0, at, depth, 0);
            case Operand.Raw(Matrix a) -> {
                float[] copy = scratch.floats(Scratch.Use.PACKED_A, (last - first + tileRows - 1) * depth);
                if (isNarrow(plan)) {
                    // Rows as they are: of the last strip, which is not whole, if there is one.
                    for (int row = first; row < last; row++) {
                        int from = a.at() + row * a.stride() + plan.from(part);
                        System.arraycopy(a.array(), from, copy, (row - first) * depth, depth);
                    }
                    yield new Strips(Form.NARROW, copy, first, 0, depth, depth);
                }
                int low = Math.max(first, firstLow);
                packing.pack(a, true, plan.from(part), depth, first, low - first, tileRows, copy, 0);
                if (low < last) {
                    packing.pack(a, true, plan.from(part), depth, low, last - low, lowRows, copy, (low - first) * depth);
                }
                yield new Strips(Form.LINES, copy, first, 0, depth, 0);
            }
        };
    }

    private Strips inPlace(ProductPlan plan, int part) {
        Matrix a = plan.a();
        int from = plan.from(part);
        if (a.transposed()) {
            return new Strips(Form.LINES, a.array(), 0, a.at() + from * a.stride(), 1, a.stride());
        }
        return new Strips(isNarrow(plan) ? Form.NARROW : Form.ROWS, a.array(), 0, a.at() + from, a.stride(), a.stride());
    }

    private Panels panels(
            ProductPlan plan, int part, Operand right, int panel, int lastPanel, boolean lines, Scratch scratch) {
        int depth = plan.depth(part);
        int width = plan.width();
        int column = panel * width;
        int cols = Math.min(lastPanel * width, plan.n()) - column;
        return switch (right) {
            case Operand.Packed(float[] panels, int at) -> new Panels(panels, 0, at, depth, width);
            case Operand.Raw(Matrix b) when lines && cols == width ->
                new Panels(b.array(), 0, b.at() + plan.from(part) * b.stride(), 1, b.stride());
            case Operand.Raw(Matrix b) -> {
                float[] copy = scratch.floats(Scratch.Use.PACKED_B, (lastPanel - panel) * width * depth);
                packing.pack(b, false, plan.from(part), depth, column, cols, width, copy, 0);
                yield new Panels(copy, column, 0, depth, width);
            }
        };
    }

    /// One strip by some panels, tile by tile.
    private void multiply(
            ProductPlan plan, int part, int row, int height, int panel, int lastPanel, Strips strips, Panels b,
            Scratch scratch) {
        Matrix c = plan.c();
        ChainStart start = plan.start(part);
        int width = plan.width();
        int depth = plan.depth(part);
        int rows = Math.min(height, plan.m() - row);
        int p = panel;
        if (rows == height && !c.transposed()) {
            for (; p < lastPanel && (p + 1) * width <= plan.n(); p++) {
                int column = p * width;
                tile(depth, height, strips, strips.at(row), b.array, b.at(column), b.line,
                        start.array(), start.at(row, column), start.rowStep(),
                        c.array(), c.at() + row * c.stride() + column, c.stride());
            }
        }
        for (; p < lastPanel; p++) {
            int cols = Math.min(width, plan.n() - p * width);
            if (isShort(rows, depth, strips) && cols == width && !c.transposed()) {
                singleRows(plan, part, row, rows, height, p * width, strips, b);
            } else {
                edge(plan, part, row, rows, height, p * width, cols, strips, b, scratch);
            }
        }
    }

    private boolean isShort(int rows, int depth, Strips strips) {
        return strips.form == Form.LINES && rows < tileRows && (rows == 1 || rows * depth <= SHORT);
    }

    private void singleRows(
            ProductPlan plan, int part, int row, int rows, int height, int column, Strips strips, Panels b) {
        Matrix c = plan.c();
        ChainStart start = plan.start(part);
        for (int i = 0; i < rows; i++) {
            tiles.multiplyRow(plan.depth(part), strips.array, strips.at(row) + i, strips.step(height), b.array, b.at(column), b.line,
                    start.array(), start.at(row + i, column), c.array(), c.at() + (row + i) * c.stride() + column);
        }
    }

    /// What reaches over an edge of the result, or is written transposed, is computed aside.
    private void edge(
            ProductPlan plan, int part, int row, int rows, int height, int column, int cols, Strips strips, Panels b,
            Scratch scratch) {
        ChainStart start = plan.start(part);
        float[] edge = scratch.floats(Scratch.Use.TILE, tileRows * tileCols);
        boolean zero = start.isZero();
        if (!zero) {
            start.read(row, rows, column, cols, edge, tileCols, packing);
        }
        tile(plan.depth(part), height, strips, strips.at(row), b.array, b.at(column), b.line,
                zero ? start.array() : edge, 0, zero ? 0 : tileCols, edge, 0, tileCols);
        plan.c().write(row, rows, column, cols, edge, tileCols, packing);
    }

    private void tile(
            int depth, int height, Strips strips, int at, float[] b, int bAt, int bLine,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
        float[] a = strips.array;
        int step = strips.step(height);
        if (height == lowRows) {
            boolean lines = strips.form == Form.LINES;
            tiles.multiplyLow(depth, a, at, lines ? 1 : step, lines ? step : 1, b, bAt, bLine,
                    start, startAt, startRow, c, cAt, cRow);
            return;
        }
        switch (strips.form) {
            case LINES -> tiles.multiply(depth, a, at, step, b, bAt, bLine, start, startAt, startRow, c, cAt, cRow);
            case ROWS -> tiles.multiplyRows(depth, a, at, step, b, bAt, bLine, start, startAt, startRow, c, cAt, cRow);
            case NARROW -> tiles.multiplyNarrow(depth, a, at, step, b, bAt, start, startAt, startRow, c, cAt, cRow);
        }
    }
}
