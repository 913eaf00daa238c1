package dev.lathe.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExampleRowsTest {
    private static final int NOBODY = ExampleRows.NOBODY;

    private static int[] owners(Optional<ExampleRows> rows) {
        return IntStream.range(0, rows.orElseThrow().rows()).map(rows.get()::owner).toArray();
    }

    @Test
    void aPickedRowBelongsToWhoPickedIt() {
        ExampleRows rows = ExampleRows.of(2, 1, 0, 1);
        assertArrayEquals(new int[] {0, NOBODY, NOBODY, 1}, owners(rows.pickedFrom(4, 3, 0, 3)));
        assertEquals(Optional.empty(), rows.pickedFrom(4, 3, 3, 2), "one row, two examples");
    }

    @Test
    void aSequenceBelongsToTheOneExampleInIt() {
        ExampleRows rows = ExampleRows.of(2, NOBODY, 1, NOBODY, 0, NOBODY);
        assertArrayEquals(new int[] {1, 1, 1, 0, NOBODY}, owners(rows.spread(0, 3, 4, 5)));
        assertEquals(Optional.empty(), rows.spread(0, 5), "both in one sequence");
    }

    @Test
    void whatTwoOpsReadMustBelongToTheSame() {
        ExampleRows rows = ExampleRows.of(2, NOBODY, 1);
        assertArrayEquals(new int[] {0, 1}, owners(rows.with(ExampleRows.of(2, 0, NOBODY))));
        assertEquals(Optional.empty(), rows.with(ExampleRows.oneEach(2).pickedFrom(2, 1, 0).orElseThrow()));
    }

    @Test
    void rowsOfEachExampleRise() {
        assertArrayEquals(new int[][] {{1, 3}, {}, {2}}, ExampleRows.of(3, NOBODY, 0, 2, 0).byExample());
        assertEquals("example rows: owner 2 of row 1: examples are 0..1",
                assertThrows(IllegalArgumentException.class, () -> ExampleRows.of(2, 0, 2)).getMessage());
    }
}
