package dev.lathe.train.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionTextTest {
    @Test
    void aSmallMatrixIsShownWithItsLabels() {
        var report = ClassificationReport.of(new int[] {0, 0, 1, 2, 2, 2}, new int[] {0, 1, 1, 0, 2, 2}, List.of("no", "perhaps", "y"));
        assertEquals("""
                true \\ predicted  no  perhaps  y
                no                 1        1  0
                perhaps            0        1  0
                y                  1        0  2
                """, report.confusions());
    }

    @Test
    void ofALargeOneTheWorstAreShown() {
        List<String> names = IntStream.range(0, 20).mapToObj(i -> "label-" + i).toList();
        int[] gold = {3, 3, 3, 4, 4, 5, 6};
        int[] predicted = {7, 7, 7, 3, 3, 5, 1};
        assertEquals("""
                confused most, of 20 labels
                     3  label-3 taken for label-7
                     2  label-4 taken for label-3
                     1  label-6 taken for label-1
                """, ClassificationReport.of(gold, predicted, names).confusions());
        assertEquals("", ClassificationReport.of(gold, gold, names).confusions());
    }
}
