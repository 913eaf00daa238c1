package dev.lathe.trust.explain;

import java.util.List;

/// Which of a model's scores of a text the explained number is the sum of.
///
/// @param label what the model calls it
/// @param cells its places; row 0 is the whole text's where the model has one row a text, else each token's is a row
record Target(String label, List<Cell> cells, Output output) {
    /// A score.
    record Cell(int row, int column) {}
}
