package dev.lathe.tensor;

import java.util.Arrays;
import java.util.Optional;

/// Which example of a batch each row of a tensor belongs to, for gradients that must be known of each example alone.
///
/// A row belongs to one example if its gradient comes from that example's loss only. Of a scalar that is a sum over rows, these are the rows.
public final class ExampleRows {
    /// The owner of a row that no loss reaches: its gradient is 0.
    public static final int NOBODY = -1;

    private final int examples;
    private final int[] owners;

    private ExampleRows(int examples, int... owners) {
        this.examples = examples;
        this.owners = owners;
    }

    /// @param examples number of examples
    /// @param owners the example of each row, from 0, or [#NOBODY]
    /// @throws IllegalArgumentException if an owner is no example
    public static ExampleRows of(int examples, int... owners) {
        for (int row = 0; row < owners.length; row++) {
            if (owners[row] < NOBODY || owners[row] >= examples) {
                throw new IllegalArgumentException("example rows: owner %d of row %d: examples are 0..%d".formatted(
                        owners[row], row, examples - 1));
            }
        }
        return new ExampleRows(examples, owners.clone());
    }

    /// One row for each example, in their order.
    public static ExampleRows oneEach(int examples) {
        var owners = new int[examples];
        Arrays.setAll(owners, row -> row);
        return new ExampleRows(examples, owners);
    }

    public int examples() {
        return examples;
    }

    /// Number of rows.
    public int rows() {
        return owners.length;
    }

    /// The example of a row, or [#NOBODY].
    public int owner(int row) {
        return owners[row];
    }

    /// The rows of each example, rising.
    public int[][] byExample() {
        var counts = new int[examples];
        for (int owner : owners) {
            if (owner != NOBODY) {
                counts[owner]++;
            }
        }
        var rows = new int[examples][];
        Arrays.setAll(rows, example -> new int[counts[example]]);
        var filled = new int[examples];
        for (int row = 0; row < owners.length; row++) {
            if (owners[row] != NOBODY) {
                rows[owners[row]][filled[owners[row]]++] = row;
            }
        }
        return rows;
    }

    /// Whose the rows of a table are of which these were picked; empty if one was picked for two examples.
    ///
    /// @param tableRows rows of the table
    /// @param picked the row of the table that each of these is
    public Optional<ExampleRows> pickedFrom(int tableRows, int... picked) {
        var result = new int[tableRows];
        Arrays.fill(result, NOBODY);
        for (int row = 0; row < owners.length; row++) {
            int meets = met(result[picked[row]], owners[row]);
            if (meets < NOBODY) {
                return Optional.empty();
            }
            result[picked[row]] = meets;
        }
        return Optional.of(new ExampleRows(examples, result));
    }

    /// The same once the rows of each sequence have looked at each other; empty if a sequence has rows of two examples.
    ///
    /// @param starts first row of each sequence, then the number of rows
    public Optional<ExampleRows> spread(int... starts) {
        var result = new int[owners.length];
        for (int s = 0; s + 1 < starts.length; s++) {
            int owner = NOBODY;
            for (int row = starts[s]; row < starts[s + 1]; row++) {
                owner = met(owner, owners[row]);
                if (owner < NOBODY) {
                    return Optional.empty();
                }
            }
            Arrays.fill(result, starts[s], starts[s + 1], owner);
        }
        return Optional.of(new ExampleRows(examples, result));
    }

    /// Of rows that two ops read; empty if they do so for different examples.
    public Optional<ExampleRows> with(ExampleRows other) {
        var result = new int[owners.length];
        for (int row = 0; row < result.length; row++) {
            result[row] = met(owners[row], other.owners[row]);
            if (result[row] < NOBODY) {
                return Optional.empty();
            }
        }
        return Optional.of(new ExampleRows(examples, result));
    }

    /// Less than [#NOBODY] if the two differ.
    private static int met(int one, int other) {
        return one == NOBODY || one == other ? other : other == NOBODY ? one : NOBODY - 1;
    }
}
